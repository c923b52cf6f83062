using RCoder.Contracts.Executions;
using RCoder.Contracts.Jobs;

namespace RCoder.Runtimes.Plans;

/// <summary>What a runtime's commands and environment may name without knowing it: the files, and the memory there is.</summary>
internal sealed class Placeholders
{
    private const string Sources = "{sources}";
    private readonly string source;
    private readonly string stem;
    private readonly string memoryMb;
    private readonly IReadOnlyList<string> sources;

    public Placeholders(Job job, Limits limits)
    {
        var name = job.Files[0].Name!;
        source = AsArgument(name);
        stem = Path.GetFileNameWithoutExtension(name);
        memoryMb = Math.Max(1, limits.MemoryBytes >> 20).ToString(System.Globalization.CultureInfo.InvariantCulture);
        sources = [.. job.Files.Select(file => file.Name!).Where(other => Path.GetExtension(other) == Path.GetExtension(name)).Select(AsArgument)];
    }

    public IEnumerable<string> Fill(IEnumerable<string> command) =>
        command.SelectMany(part => part == Sources ? sources : [Fill(part)]);

    public string Fill(string text) => text
        .Replace("{source}", source, StringComparison.Ordinal)
        .Replace("{stem}", stem, StringComparison.Ordinal)
        .Replace("{memoryMb}", memoryMb, StringComparison.Ordinal);

    /// <summary>A file named like an option must not become one.</summary>
    private static string AsArgument(string name) => name[0] == '-' ? "./" + name : name;
}
