using System.Text.RegularExpressions;

namespace RCoder.Cluster.Install;

/// <summary>What a ServiceAccount may do, as <c>kubectl auth can-i --list</c> tells, less what everybody may.</summary>
internal static partial class Rights
{
    /// <summary>One line a rule, <c>resource: verb verb</c>, or <c>resource name: verb verb</c>, sorted.</summary>
    public static async Task<IReadOnlyList<string>> OfAsync(string account, string @namespace, string where)
    {
        var everybody = await ListAsync($"system:serviceaccount:{@namespace}:nobody-of-this-name", @namespace, where);
        var own = await ListAsync($"system:serviceaccount:{@namespace}:{account}", @namespace, where);
        return [.. own.Except(everybody).Order(StringComparer.Ordinal)];
    }

    private static async Task<List<string>> ListAsync(string identity, string @namespace, string where)
    {
        var said = await Tool.RunAsync("kubectl", "auth", "can-i", "--list", "--namespace", where, "--as", identity,
            "--as-group", "system:authenticated", "--as-group", "system:serviceaccounts", "--as-group", $"system:serviceaccounts:{@namespace}");
        return [.. said.Split('\n').Select(line => Rule().Match(line)).Where(match => match.Success)
            .Select(match => $"{match.Groups["what"]}{Named(match)}: {string.Join(' ', match.Groups["verbs"].Value.Split(' ').Order(StringComparer.Ordinal))}")];
    }

    private static string Named(Match match) => match.Groups["names"].Length > 0 ? $" {match.Groups["names"].Value}" : "";

    [GeneratedRegex(@"^(?<what>\S*)\s+\[(?<urls>[^\]]*)\]\s+\[(?<names>[^\]]*)\]\s+\[(?<verbs>[^\]]*)\]")]
    private static partial Regex Rule();
}
