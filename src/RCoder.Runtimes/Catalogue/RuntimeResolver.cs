using RCoder.Contracts.Requests;
using RCoder.Contracts.Runtimes;
using Semver;

namespace RCoder.Runtimes.Catalogue;

/// <summary>Which of several runtimes a caller's words mean: the newest ready one whose name and version match.</summary>
internal static class RuntimeResolver
{
    private const string Language = "language";
    private const string Version = "version";

    public static RuntimeResolution Resolve(IReadOnlyList<Runtime> all, string language, string? version)
    {
        var at = language.IndexOf('@');
        var name = (at < 0 ? language : language[..at]).Trim();
        if (at >= 0 && version is not null)
            return RuntimeResolution.Problem(Version, $"is '{Shown.Name(version)}', and language asks for '{Shown.Name(language[(at + 1)..])}'; give one of the two");

        var named = all.Where(runtime => Answers(runtime, name)).ToList();
        if (named.Count == 0)
            return RuntimeResolution.Problem(Language, Unknown(all, name));

        var (field, range) = at < 0 ? (Version, version) : (Language, language[(at + 1)..]);
        if (range is not null)
        {
            if (range.Length == 0 || !SemVersionRange.TryParseNpm(range, out var parsed))
                return RuntimeResolution.Problem(field, $"is '{Shown.Name(range)}'; it must be a range of versions, such as 3, ^3.11 or >=3.9 <3.12");
            var matching = named.Where(runtime => parsed.Contains(VersionOf(runtime))).ToList();
            if (matching.Count == 0)
                return RuntimeResolution.Problem(field, $"is '{Shown.Name(range)}'; {named[0].Spec.Language} comes as {string.Join(", ", named.OrderBy(VersionOf, SemVersion.SortOrderComparer).Select(runtime => runtime.Spec.Version))}");
            named = matching;
        }

        var newest = named.OrderBy(runtime => runtime.Ready).ThenBy(VersionOf, SemVersion.SortOrderComparer).Last();
        return newest.Ready
            ? RuntimeResolution.Of(newest)
            : RuntimeResolution.Problem(Language, $"is '{Shown.Name(language)}', which is not ready: {newest.Message ?? "no reason is known"}");
    }

    private static bool Answers(Runtime runtime, string name) =>
        runtime.Spec.Aliases.Prepend(runtime.Spec.Language).Prepend(runtime.Name).Contains(name, StringComparer.OrdinalIgnoreCase);

    private static string Unknown(IReadOnlyList<Runtime> all, string name)
    {
        var ready = all.Where(runtime => runtime.Ready).Select(runtime => runtime.Spec.Language).Distinct().Order(StringComparer.Ordinal).ToList();
        var there = ready.Count == 0 ? "no language is ready" : $"there is {string.Join(", ", ready)}";
        var meant = Nearest.To(name, all.SelectMany(runtime => runtime.Spec.Aliases.Prepend(runtime.Spec.Language)));
        return $"is '{Shown.Name(name)}', which is not known{(meant is null ? "" : $" (did you mean {meant}?)")}; {there}";
    }

    /// <summary>A catalogue can hold what another version of RCoder found good: what is no version sorts below all that are.</summary>
    private static SemVersion VersionOf(Runtime runtime) =>
        SemVersion.TryParse(runtime.Spec.Version, SemVersionStyles.Any, out var version) ? version : new SemVersion(0);
}
