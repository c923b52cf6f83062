namespace RCoder.Hosting;

/// <summary>Where settings come from, the later over the earlier.</summary>
internal static class Settings
{
    public static void AddTo(ConfigurationManager configuration, string[] args)
    {
        configuration.Sources.Clear();
        if (Path.Combine(AppContext.BaseDirectory, "editor") is var editor && Directory.Exists(editor))
            configuration.AddInMemoryCollection([new("Api:EditorPath", editor)]);
        configuration.AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true);
        if (Environment.GetEnvironmentVariable("KAFKA_BOOTSTRAP_SERVERS") is { Length: > 0 } servers)
            configuration.AddInMemoryCollection([new("Kafka:BootstrapServers", servers)]);
        configuration.AddEnvironmentVariables("RCODER_");
        configuration.AddCommandLine(args);
    }
}
