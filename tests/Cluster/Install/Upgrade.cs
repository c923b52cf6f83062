using System.Globalization;
using System.Text.Json;
using RCoder.Contracts.Executions;

namespace RCoder.Cluster.Install;

internal static class Upgrade
{
    /// <summary>Runs that are going on during an upgrade that replaces every process, and during the way back, end as if nothing had been.</summary>
    public static async Task KeepsRunsAsync(Release release)
    {
        const string slow = "import time\nfor i in range(40):\n    print(i, flush=True)\n    time.sleep(1)\n";
        var ids = new List<ExecutionId>();
        await using (var before = await release.OpenAsync())
        {
            for (var i = 0; i < 3; i++)
                ids.Add(await before.Api.AcceptAsync("python", slow));
        }
        await release.HelmAsync("upgrade", [release.Name, "charts/rcoder", "--wait", "--timeout", "5m", .. release.Set,
            "--set", "api.settings.Api__BodyBytes=524288,dispatcher.settings.Dispatcher__MaxAttempts=2,operator.settings.Operator__LatencyRuns=2"]);
        await using (var between = await release.OpenAsync())
        {
            for (var i = 0; i < 3; i++)
                ids.Add(await between.Api.AcceptAsync("python", slow));
        }
        var revision = JsonDocument.Parse(await release.HelmAsync("history", release.Name, "--output", "json")).RootElement.EnumerateArray().Max(entry => entry.GetProperty("revision").GetInt32());
        await release.HelmAsync("rollback", release.Name, (revision - 1).ToString(CultureInfo.InvariantCulture), "--wait", "--timeout", "5m");
        await using var after = await release.OpenAsync();
        var whole = string.Concat(Enumerable.Range(0, 40).Select(i => $"{i}\n"));
        foreach (var id in ids)
        {
            var result = await after.Api.ResultAsync(id);
            Assert.Equal((Outcome.Succeeded, whole, 1), (result.Outcome, result.Stdout, result.Attempt));
        }
    }
}
