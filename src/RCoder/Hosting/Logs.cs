using RCoder.Configuration;

namespace RCoder.Hosting;

internal static class Logs
{
    /// <returns>What is wrong with levels. A format that is none is found with all other settings, when they are bound.</returns>
    public static IReadOnlyList<SettingProblem> AddTo(WebApplicationBuilder builder, LogFormat byDefault)
    {
        builder.Services.AddSettings<LogsOptions>(builder.Configuration, LogsOptions.Section, logs => logs.Format = byDefault);
        if (!Enum.TryParse<LogFormat>(builder.Configuration[$"{LogsOptions.Section}:{nameof(LogsOptions.Format)}"], ignoreCase: true, out var format))
            format = byDefault;
        if (format == LogFormat.Auto)
            format = Console.IsOutputRedirected ? LogFormat.Json : LogFormat.Text;
        builder.Logging.ClearProviders().AddFilter("Microsoft", LogLevel.Warning);
        if (format == LogFormat.Json)
            builder.Logging.AddJsonConsole(console => (console.UseUtcTimestamp, console.TimestampFormat) = (true, "O"));
        else
            builder.Logging.AddSimpleConsole(console => (console.SingleLine, console.TimestampFormat) = (true, "HH:mm:ss "));

        SettingProblem[] problems = [.. LogLevels.Problems(builder.Configuration)];
        // The host could not be built with them, and then no other setting would be looked at.
        foreach (var problem in problems)
            builder.Configuration[problem.Key] = null;
        return problems;
    }
}
