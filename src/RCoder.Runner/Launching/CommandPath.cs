namespace RCoder.Runner.Launching;

/// <summary>Where a command may be, in the order in which execvp(3) looks.</summary>
internal static class CommandPath
{
    internal const string DefaultPath = "/usr/local/bin:/usr/bin:/bin";

    internal static IReadOnlyList<string> Candidates(string command, string? path)
    {
        if (command.Contains('/')) return [command];
        var directories = (path ?? DefaultPath).Split(':');
        var candidates = new string[directories.Length];
        for (var i = 0; i < directories.Length; i++)
            candidates[i] = directories[i].Length == 0 ? command : $"{directories[i]}/{command}";
        return candidates;
    }
}
