using System.Globalization;
using System.Text.RegularExpressions;
using RCoder.Contracts.Executions;
using RCoder.Contracts.Requests;
using RCoder.Contracts.Runtimes;
using Semver;

namespace RCoder.Runtimes;

/// <summary>What is wrong with a LanguageRuntime, all at once and in words; pure, so that an operator can ask it too.</summary>
public static partial class RuntimeCheck
{
    public static Problems Problems(string name, RuntimeSpec spec)
    {
        var problems = new Problems();
        Identity(name, spec, problems);
        Command("spec.run.command", spec.Run.Command, problems);
        if (spec.Compile is { } compile)
            Command("spec.compile.command", compile.Command, problems);
        if (spec.Prestart is { } prestart)
            Command("spec.prestart.command", prestart.Command, problems);
        AtMost("spec.aliases", spec.Aliases.Count, RuntimeBounds.Aliases, problems);
        AtMost("spec.conformance", spec.Conformance.Count, RuntimeBounds.ConformanceCases, problems);
        AtMost("spec.env", spec.Env.Count, RequestBounds.EnvVariables, problems);
        foreach (var (variable, value) in spec.Env)
        {
            if (!RequestValidator.IsVariable(variable) || value.Contains('\0'))
                problems.Add("spec.env", $"has '{variable}', which cannot be a variable: letters, digits and '_', no digit first, no NUL in its value");
        }
        LimitsOf(spec, problems);
        Pool(spec.Pool, problems);
        Isolation(spec.Isolation, problems);
        Conformance(spec.Conformance, problems);
        foreach (var id in spec.Compatibility?.Judge0.GroupBy(id => id) ?? [])
        {
            if (id.Key < 1)
                problems.Add("spec.compatibility.judge0", $"has {id.Key}; Judge0's ids are from 1");
            if (id.Count() > 1)
                problems.Add("spec.compatibility.judge0", $"has {id.Key} twice; leave one out");
        }
        if (spec.Local is { } local)
            LocalCheck.Check(spec, local, problems);
        return problems;
    }

    /// <summary>Names of one language that another claims too: a request could mean either.</summary>
    public static IEnumerable<string> Conflicts(IEnumerable<Runtime> runtimes) =>
        from runtime in runtimes
        from alias in runtime.Spec.Aliases.Append(runtime.Spec.Language).Append(runtime.Name).Distinct(StringComparer.OrdinalIgnoreCase)
        group runtime by alias.ToLowerInvariant() into claims
        where claims.Select(runtime => runtime.Spec.Language).Distinct().Count() > 1
        select $"'{claims.Key}' means {string.Join(" and ", claims.Select(runtime => runtime.Name))}; a name belongs to one language";

    internal static void Command(string field, IReadOnlyList<string> command, Problems problems)
    {
        if (command.Count == 0 || command[0].Length == 0)
            problems.Add(field, "is empty; it must name a program");
        AtMost(field, command.Count, RequestBounds.Args, problems);
        if (command.Any(part => part.Contains('\0')))
            problems.Add(field, "holds a NUL character, which no argument can");
    }

    internal static void AtMost(string field, int count, int most, Problems problems)
    {
        if (count > most)
            problems.Add(field, $"has {count} entries; at most {most} are allowed");
    }

    private static void Identity(string name, RuntimeSpec spec, Problems problems)
    {
        if (!DnsLabel().IsMatch(name))
            problems.Add("metadata.name", $"is '{name}'; it must be a DNS label: at most 63 of a-z, 0-9 and '-', with no '-' at either end");
        if (name == "dead")
            problems.Add("metadata.name", "is 'dead', which is where jobs go that nobody can run");
        if (!LanguageName().IsMatch(spec.Language))
            problems.Add("spec.language", $"is '{spec.Language}'; it must be lower case: a-z, 0-9, '+', '#', '-' and '.'");
        if (!SemVersion.TryParse(spec.Version, SemVersionStyles.Strict, out _))
            problems.Add("spec.version", $"is '{spec.Version}'; it must be a semantic version, such as 3.13.5");
        foreach (var alias in spec.Aliases.Where(alias => !LanguageName().IsMatch(alias.ToLowerInvariant())))
            problems.Add("spec.aliases", $"has '{alias}'; an alias is letters, digits, '+', '#', '-' and '.'");
        foreach (var twice in spec.Aliases.Append(spec.Language).GroupBy(alias => alias, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1))
            problems.Add("spec.aliases", $"has '{twice.Key}' twice, or as the language's own name");
        var tag = spec.Image[(spec.Image.LastIndexOf('/') + 1)..];
        if (spec.Image.Length == 0 || spec.Image.Any(char.IsWhiteSpace))
            problems.Add("spec.image", $"is '{spec.Image}'; it must name a container image");
        else if (!tag.Contains(':') || tag.EndsWith(":latest", StringComparison.Ordinal))
            problems.Add("spec.image", $"is '{spec.Image}'; it must be pinned by a tag other than latest, or by a digest");
        if (FileNames.Problem(spec.Source) is { } problem)
            problems.Add("spec.source", problem);
    }

    private static void LimitsOf(RuntimeSpec spec, Problems problems)
    {
        var (defaults, max) = (spec.Limits.Defaults(), spec.Limits.Maximum());
        LimitsValidator.InBounds("spec.limits.max", max, problems);
        LimitsValidator.InBounds("spec.limits.default", defaults, problems);
        if (spec.Compile is not null)
            LimitsValidator.InBounds("spec.compile.limits", max.With(spec.Compile.Limits), problems);
        DefaultAtMostMax("wallMs", limits => limits.WallMs);
        DefaultAtMostMax("cpuMs", limits => limits.CpuMs);
        DefaultAtMostMax("memoryBytes", limits => limits.MemoryBytes);
        DefaultAtMostMax("outputBytes", limits => limits.OutputBytes);
        DefaultAtMostMax("processes", limits => limits.Processes);

        void DefaultAtMostMax(string limit, Func<Limits, long> of)
        {
            if (of(defaults) > of(max))
                problems.Add($"spec.limits.default.{limit}", $"is {of(defaults)}; it must be at most spec.limits.max.{limit}, {of(max)}");
        }
    }

    private static void Pool(PoolSpec pool, Problems problems)
    {
        LimitsValidator.InRange("spec.pool.min", pool.Min, 0, RuntimeBounds.MostPods, "RCoder", problems);
        LimitsValidator.InRange("spec.pool.max", pool.Max, 1, RuntimeBounds.MostPods, "RCoder", problems);
        if (pool.MaxExecutionsPerPod != 1)
            problems.Add("spec.pool.maxExecutionsPerPod", $"is {pool.MaxExecutionsPerPod}; it must be 1, as no more is supported yet");
        if (pool.Min > pool.Max)
            problems.Add("spec.pool.min", $"is {pool.Min}; it must be at most spec.pool.max, {pool.Max}");
        if (Cores("spec.pool.cpuRequest", pool.CpuRequest, problems) > Cores("spec.pool.cpuLimit", pool.CpuLimit, problems))
            problems.Add("spec.pool.cpuRequest", $"is {pool.CpuRequest}; it must be at most spec.pool.cpuLimit, {pool.CpuLimit}");
    }

    private static decimal? Cores(string field, string quantity, Problems problems)
    {
        if (CpuQuantity().IsMatch(quantity) && decimal.Parse(quantity.TrimEnd('m'), CultureInfo.InvariantCulture) is > 0 and var number)
            return quantity.EndsWith('m') ? number / 1000 : number;
        problems.Add(field, $"is '{quantity}'; it must be cores, such as \"2\", or thousandths of one, such as \"500m\"");
        return null;
    }

    private static void Isolation(IsolationSpec isolation, Problems problems)
    {
        if (isolation.Network is not ("None" or "Cluster"))
            problems.Add("spec.isolation.network", $"is '{isolation.Network}'; it must be None or Cluster");
        if (isolation.RuntimeClassName is { } name && !Subdomain().IsMatch(name))
            problems.Add("spec.isolation.runtimeClassName", $"is '{name}'; it must be the name of a RuntimeClass: kubectl get runtimeclass");
        LimitsValidator.InRange("spec.isolation.workspaceBytes", isolation.WorkspaceBytes, RuntimeBounds.LeastWorkspaceBytes, RuntimeBounds.MostWorkspaceBytes, "RCoder", problems);
    }

    private static void Conformance(IReadOnlyList<ConformanceCase> cases, Problems problems)
    {
        foreach (var twice in cases.GroupBy(test => test.Name).Where(group => group.Count() > 1))
            problems.Add("spec.conformance", $"has '{twice.Key}' {twice.Count()} times; names must be unique");
        for (var i = 0; i < cases.Count; i++)
        {
            if (!DnsLabel().IsMatch(cases[i].Name))
                problems.Add($"spec.conformance[{i}].name", $"is '{cases[i].Name}'; it must be at most 63 of a-z, 0-9 and '-', with no '-' at either end");
            if (cases[i].Source.Length == 0)
                problems.Add($"spec.conformance[{i}].source", "is empty; it must be a program");
            if (cases[i].Expect.ExitCode is { } exitCode)
                LimitsValidator.InRange($"spec.conformance[{i}].expect.exitCode", exitCode, 0, byte.MaxValue, "Linux", problems);
        }
    }

    [GeneratedRegex(RuntimeBounds.LabelPattern, RegexOptions.CultureInvariant)]
    private static partial Regex DnsLabel();

    [GeneratedRegex(RuntimeBounds.CpuPattern, RegexOptions.CultureInvariant)]
    private static partial Regex CpuQuantity();

    [GeneratedRegex(RuntimeBounds.SubdomainPattern, RegexOptions.CultureInvariant)]
    private static partial Regex Subdomain();

    [GeneratedRegex(RuntimeBounds.LanguagePattern, RegexOptions.CultureInvariant)]
    private static partial Regex LanguageName();
}
