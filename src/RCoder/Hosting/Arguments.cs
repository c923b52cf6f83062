namespace RCoder.Hosting;

/// <summary>Settings of the command line.</summary>
internal static class Arguments
{
    /// <summary>What the library would throw at: <c>-p=80</c>.</summary>
    public static bool IsReadable(string argument) => !argument.StartsWith('-') || argument.StartsWith("--", StringComparison.Ordinal) || !argument.Contains('=');

    /// <summary>Without its value, which may be a secret.</summary>
    public static string Problem(string argument) => $"{argument.Split('=')[0]}: is no argument; a setting is --Kafka:JobPartitions=8, or --Kafka:JobPartitions 8";
}
