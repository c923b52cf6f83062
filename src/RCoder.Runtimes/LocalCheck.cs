using RCoder.Contracts.Requests;
using RCoder.Contracts.Runtimes;

namespace RCoder.Runtimes;

/// <summary>The part of <see cref="RuntimeCheck"/> that only the all-in-one needs.</summary>
internal static class LocalCheck
{
    public static void Check(RuntimeSpec spec, LocalSpec local, Problems problems)
    {
        Absolute("spec.local.requires", local.Requires, problems);
        Absolute("spec.local.versionCommand", [.. local.VersionCommand.Take(1)], problems);
        Absolute("spec.local.binds", local.Binds, problems);
        if (local.Run is { } run)
            RuntimeCheck.Command("spec.local.run", run, problems);
        if (local.Compile is { } compile)
            Override("spec.local.compile", compile, spec.Compile is not null, problems);
        if (local.Prestart is { } prestart)
            Override("spec.local.prestart", prestart, spec.Prestart is not null, problems);
    }

    private static void Override(string field, IReadOnlyList<string> command, bool isThere, Problems problems)
    {
        RuntimeCheck.Command(field, command, problems);
        if (!isThere)
            problems.Add(field, $"replaces {field.Replace("local.", "", StringComparison.Ordinal)}, which is not there");
    }

    private static void Absolute(string field, IReadOnlyList<string> paths, Problems problems)
    {
        RuntimeCheck.AtMost(field, paths.Count, RuntimeBounds.LocalPaths, problems);
        foreach (var path in paths.Where(path => path.Length < 2 || path[0] != '/' || path.Split('/').Contains("..")))
            problems.Add(field, $"has '{path}'; it must be an absolute path below the root, without '..'");
    }
}
