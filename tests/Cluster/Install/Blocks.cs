namespace RCoder.Cluster.Install;

/// <summary>What a document tells to type, or to put into a file.</summary>
internal static class Blocks
{
    /// <summary>The blocks of a language, as they stand there.</summary>
    public static IReadOnlyList<string> Of(string text, string language) => [.. text.Split($"```{language}\n").Skip(1).Select(block => block.Split("```")[0])];
}
