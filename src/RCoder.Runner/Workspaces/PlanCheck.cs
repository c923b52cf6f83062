using RCoder.Contracts.Executions;
using RCoder.Contracts.Requests;
using RCoder.Contracts.Runners;

namespace RCoder.Runner.Workspaces;

/// <summary>What makes a plan one that this runner does not start: the dispatcher's mistakes, as the API has checked the caller's.</summary>
internal static class PlanCheck
{
    /// <summary>Null when the plan is good.</summary>
    internal static string? Problem(Plan plan) =>
        plan.Secret.Length == 0 ? "secret: it is empty"
        : Problem(plan.Files) ?? Problem("compile", plan.Compile) ?? Problem("run", plan.Run);

    private static string? Problem(IReadOnlyList<SourceFile> files)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            if (FileNames.Problem(file.Name ?? "") is { } problem) return $"a file's name {problem}";
            if (!names.Add(file.Name!)) return $"file name '{file.Name}': it is there twice";
        }
        foreach (var name in names)
            for (var slash = name.IndexOf('/'); slash > 0; slash = name.IndexOf('/', slash + 1))
                if (names.Contains(name[..slash])) return $"file name '{name}': '{name[..slash]}' is a file";
        return null;
    }

    private static string? Problem(string phase, PhasePlan? plan)
    {
        if (plan is null) return null;
        if (plan.Command.Count == 0 || plan.Command[0].Length == 0) return $"{phase}.command: it is empty";
        if (plan.Command.Any(argument => argument.Contains('\0'))) return $"{phase}.command: it holds a NUL";
        foreach (var (name, value) in plan.Env)
            if (name.Length == 0 || name.Contains('=') || name.Contains('\0') || value.Contains('\0')) return $"{phase}.env: '{name}' is not a variable";
        var limits = plan.Limits;
        return limits is { WallMs: > 0, CpuMs: > 0, MemoryBytes: > 0, OutputBytes: >= 0, Processes: > 0 } ? null : $"{phase}.limits: they must be positive";
    }
}
