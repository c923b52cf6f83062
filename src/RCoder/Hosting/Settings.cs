using RCoder.Api;
using RCoder.Configuration;
using RCoder.Messaging.Kafka;

namespace RCoder.Hosting;

/// <summary>Where settings come from, the later over the earlier.</summary>
internal static class Settings
{
    /// <summary>The built editor, beside the program: served where it is there, and no setting says otherwise.</summary>
    public const string EditorFolder = "editor";

    /// <returns>Arguments that are none, one a line; all else is there.</returns>
    /// <exception cref="InvalidDataException">The file is no JSON. Told alone: what it was to set would be told as missing.</exception>
    public static IReadOnlyList<string> AddTo(ConfigurationManager configuration, string[] args)
    {
        configuration.Sources.Clear();
        if (Directory.Exists(Path.Combine(AppContext.BaseDirectory, EditorFolder)))
            configuration.AddInMemoryCollection([new($"{ApiOptions.Section}:{nameof(ApiOptions.EditorPath)}", EditorFolder)]);
        configuration.AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true);
        if (Environment.GetEnvironmentVariable("KAFKA_BOOTSTRAP_SERVERS") is { Length: > 0 } servers)
            configuration.AddInMemoryCollection([new($"{KafkaOptions.Section}:{nameof(KafkaOptions.BootstrapServers)}", servers)]);
        configuration.AddEnvironmentVariables(SettingProblem.VariablePrefix);
        configuration.AddCommandLine([.. args.Where(Arguments.IsReadable)]);
        return [.. args.Where(argument => !Arguments.IsReadable(argument)).Select(Arguments.Problem)];
    }

    /// <summary>What is wrong with the file, on one line.</summary>
    public static string Problem(InvalidDataException file) => $"{file.Message} {file.GetBaseException().Message}".ReplaceLineEndings(" ");
}
