using RCoder.Contracts.Events;

namespace RCoder.Operator.Conformance;

/// <summary>What came of a case. <paramref name="Took"/> is from the claim to the terminal event.</summary>
internal sealed record CaseRun(Finished End, string Stdout, string Stderr, TimeSpan Took)
{
    private const int Most = 200;

    /// <summary>Its end and what it wrote, short enough for a condition.</summary>
    public string Words
    {
        get
        {
            var how = End.ExitCode is { } code ? $"{End.Outcome} with exit code {code}" : End.Signal is { } signal ? $"{End.Outcome} by {signal}" : $"{End.Outcome}";
            return $"{how}{(End.Message is null ? "" : $" ({End.Message})")}{Part("stdout", Stdout)}{Part("stderr", Stderr)}";
        }
    }

    public static string Shown(string text) => $"'{(text.Length <= Most ? text : text[..Most] + "…").Replace("\n", "\\n", StringComparison.Ordinal)}'";

    private static string Part(string name, string text) => text.Length == 0 ? "" : $", {name} {Shown(text)}";
}
