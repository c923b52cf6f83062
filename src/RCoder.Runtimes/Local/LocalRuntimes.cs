using RCoder.Contracts.Runtimes;
using RCoder.Runtimes.Manifests;

namespace RCoder.Runtimes.Local;

/// <summary>The runtimes of a folder of manifests, as they are on this machine: the all-in-one's catalogue.</summary>
public static class LocalRuntimes
{
    /// <summary>Reads every <c>*.yaml</c> of <paramref name="folder"/> and looks for its interpreter, all at one time.</summary>
    /// <exception cref="InvalidRuntimesException">A manifest is wrong, or two of them are at odds.</exception>
    public static async Task<IReadOnlyList<Runtime>> LoadAsync(string folder, CancellationToken cancel)
    {
        if (!Directory.Exists(folder))
            throw new InvalidRuntimesException([$"{folder} is not there; it must hold the runtimes' manifests"]);
        var files = Directory.EnumerateFiles(folder, "*.yaml").Order(StringComparer.Ordinal);
        var manifests = files.Select(file => RuntimeManifest.Read(Path.GetFileName(file), File.ReadAllText(file))).ToList();
        var problems = manifests.SelectMany(manifest => manifest.Problems).ToList();
        if (manifests.Count == 0)
            problems.Add($"{folder} holds no *.yaml");
        if (problems.Count > 0)
            throw new InvalidRuntimesException(problems);

        var runtimes = await Task.WhenAll(manifests.Select(manifest => ResolveAsync(manifest.Name!, manifest.Spec!, cancel)));
        problems.AddRange(runtimes.GroupBy(runtime => runtime.Name).Where(group => group.Count() > 1).Select(group => $"{group.Key} is defined {group.Count()} times"));
        problems.AddRange(RuntimeCheck.Conflicts(runtimes));
        return problems.Count > 0 ? throw new InvalidRuntimesException(problems) : runtimes;
    }

    private static async Task<Runtime> ResolveAsync(string name, RuntimeSpec spec, CancellationToken cancel)
    {
        if (spec.Local is not { } local)
            return NotReady(name, spec, "its manifest has no spec.local, so there is no way to run it without a container");
        if (local.Requires.FirstOrDefault(path => !HostTools.IsExecutable(path)) is { } missing)
            return NotReady(name, spec, $"{missing} is not on this machine{(local.Package is { } package ? $": apt-get install {package}" : "")}");

        var installed = spec.Version;
        if (local.VersionCommand.Count > 0)
        {
            var (text, reason) = await HostTools.RunAsync(local.VersionCommand, cancel);
            if (reason is not null || VersionText.Find(text!) is not { } version)
                return NotReady(name, spec, $"'{string.Join(' ', local.VersionCommand)}' {reason ?? "told no version"}");
            installed = version;
        }
        return new Runtime { Name = name, Spec = OnThisMachine(spec, local, installed), Ready = true };
    }

    private static RuntimeSpec OnThisMachine(RuntimeSpec spec, LocalSpec local, string installed) => spec with
    {
        Version = installed,
        // What runs here is the host's own, and no container's.
        Image = "",
        Run = local.Run is null ? spec.Run : spec.Run with { Command = local.Run },
        Compile = local.Compile is null ? spec.Compile : spec.Compile! with { Command = local.Compile },
        Prestart = local.Prestart is null ? spec.Prestart : spec.Prestart! with { Command = local.Prestart },
        Local = local with { Binds = [.. HostTools.Existing(local.Binds)] },
    };

    private static Runtime NotReady(string name, RuntimeSpec spec, string reason) =>
        new() { Name = name, Spec = spec, Ready = false, Message = reason };
}
