namespace RCoder.Hosting;

internal static class Logs
{
    /// <summary>Setting <c>Logs:Format</c>: <c>Auto</c>, <c>Text</c> or <c>Json</c>, one object a line. Levels are <c>Logging:LogLevel:…</c>, as in ASP.NET.</summary>
    public static void AddTo(WebApplicationBuilder builder, LogFormat byDefault)
    {
        var set = builder.Configuration["Logs:Format"] ?? $"{byDefault}";
        if (!Enum.TryParse<LogFormat>(set, ignoreCase: true, out var format) || !Enum.IsDefined(format))
            throw new SettingsException([$"Logs:Format is '{set}'; it must be one of {string.Join(", ", Enum.GetNames<LogFormat>())}"]);
        if (format == LogFormat.Auto)
            format = Console.IsOutputRedirected ? LogFormat.Json : LogFormat.Text;
        builder.Logging.ClearProviders().AddFilter("Microsoft", LogLevel.Warning);
        if (format == LogFormat.Json)
            builder.Logging.AddJsonConsole(console => (console.UseUtcTimestamp, console.TimestampFormat) = (true, "O"));
        else
            builder.Logging.AddSimpleConsole(console => (console.SingleLine, console.TimestampFormat) = (true, "HH:mm:ss "));
    }
}

internal enum LogFormat
{
    /// <summary>Text where a person reads along, else JSON.</summary>
    Auto,
    Text,
    Json,
}
