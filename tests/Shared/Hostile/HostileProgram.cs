using System.Globalization;
using RCoder.Contracts.Executions;

namespace RCoder.Shared.Hostile;

/// <summary>
/// A program of <c>programs/</c> that does harm, or is suspected of it, and what must come of it, from the comment at its head:
/// <c>outcome</c> (any of those named), <c>pod-outcome</c> (where it differs in a pod, whose uid is the node's), <c>limits</c>, <c>stdout</c> (a line of it), <c>stdout-base64</c> (all of it),
/// <c>truncated</c>, <c>not-in-pods</c> (why, and which test stands for it there), and <c>within</c> (milliseconds; the wall limit and a second unless told).
/// </summary>
internal sealed record HostileProgram(string Name, string Source, Limits Limits, IReadOnlyList<Outcome> Outcomes)
{
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Hostile", "programs");

    public IReadOnlyList<string> Stdout { get; private init; } = [];
    public byte[]? StdoutBytes { get; private init; }
    public Truncation Truncated { get; private init; } = new();
    public TimeSpan Within { get; private init; }

    public IReadOnlyList<Outcome> PodOutcomes { get; private init; } = Outcomes;
    public string? NotInPods { get; private init; }

    /// <summary>python, bash or c.</summary>
    public string Language => Path.GetExtension(Name) switch { ".py" => "python", ".sh" => "bash", ".c" => "c", var other => throw new NotSupportedException(other) };

    public static IEnumerable<string> Names => Directory.EnumerateFiles(Folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    public static HostileProgram Read(string name)
    {
        var source = File.ReadAllText(Path.Combine(Folder, name));
        var notes = source.Split('\n')
            .TakeWhile(line => line.StartsWith('#') || line.StartsWith("//", StringComparison.Ordinal))
            .Select(line => line.TrimStart('#', '/', ' ').Split(": ", 2))
            .Where(note => note.Length == 2)
            .ToLookup(note => note[0], note => note[1]);
        var limits = Limits.Default.With(LimitsOf(notes["limits"].SingleOrDefault() ?? ""));
        var outcomes = OutcomesOf(notes["outcome"].Single());
        return new HostileProgram(name, source, limits, outcomes)
        {
            NotInPods = notes["not-in-pods"].SingleOrDefault(),
            PodOutcomes = notes["pod-outcome"].Select(OutcomesOf).SingleOrDefault(outcomes),
            Stdout = [.. notes["stdout"]],
            StdoutBytes = notes["stdout-base64"].Select(Convert.FromBase64String).SingleOrDefault(),
            Truncated = new Truncation { Stdout = notes["truncated"].Contains("stdout"), Stderr = notes["truncated"].Contains("stderr") },
            Within = TimeSpan.FromMilliseconds(notes["within"].Select(long.Parse).SingleOrDefault(limits.WallMs + 1000)),
        };
    }

    private static Outcome[] OutcomesOf(string text) => [.. text.Split(' ').Select(Enum.Parse<Outcome>)];

    private static RequestedLimits LimitsOf(string text)
    {
        var values = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);
        long? Number(string name) => values.TryGetValue(name, out var value) ? long.Parse(value, CultureInfo.InvariantCulture) : null;
        return new RequestedLimits
        {
            WallMs = Number("wallMs"), CpuMs = Number("cpuMs"), MemoryBytes = Number("memoryBytes"), OutputBytes = Number("outputBytes"),
            Processes = (int?)Number("processes"), OnOutput = values.TryGetValue("onOutput", out var onOutput) ? Enum.Parse<OnOutput>(onOutput, ignoreCase: true) : null,
        };
    }
}
