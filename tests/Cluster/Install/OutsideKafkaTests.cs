using RCoder.Cluster.Clusters;
using RCoder.Contracts.Executions;

namespace RCoder.Cluster.Install;

/// <summary>RCoder as helm installs it, with a Kafka that is there already.</summary>
[Collection(nameof(Alone))]
public sealed class OutsideKafkaTests(OutsideKafkaRelease release) : IClassFixture<OutsideKafkaRelease>
{
    [Fact]
    public async Task It_runs_programs_keeps_runs_through_an_upgrade_and_its_uninstall_leaves_nothing_but_what_it_says()
    {
        Assert.SkipWhen(release.Missing is not null, release.Missing ?? "");
        Assert.DoesNotContain("Kafka is one broker", release.Notes, StringComparison.Ordinal);
        await using (var forward = await release.OpenAsync())
        {
            var result = await forward.Api.RunAsync("python", "print(6 * 7)");
            Assert.Equal((Outcome.Succeeded, "42\n"), (result.Outcome, result.Stdout));
        }

        Assert.Contains("All languages run.", await release.HelmAsync("test", release.Name, "--logs", "--timeout", "3m"), StringComparison.Ordinal);
        await Upgrade.KeepsRunsAsync(release);
        await release.HelmAsync("uninstall", release.Name, "--wait", "--timeout", "4m");

        foreach (var (kinds, where) in new[]
        {
            ("all,configmaps,secrets,serviceaccounts,roles,rolebindings,networkpolicies,leases,poddisruptionbudgets", release.Namespace),
            ("namespaces,clusterroles,clusterrolebindings,languageruntimes", "default"),
        })
        {
            string[] told = [where == "default" ? $"namespace/{release.Namespace}" : $"pod/{release.Name}-check"];
            string[] ours;
            // Pods that end by themselves take their time, which helm does not wait for.
            using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
            for (var looks = 0; !(ours = await OursAsync(kinds, where)).SequenceEqual(told) && looks < 60; looks++)
                await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
            Assert.Equal(told, ours);
        }
        var runtimes = await Tool.RunAsync("kubectl", "get", "languageruntimes", "-l", $"app.kubernetes.io/instance={release.Name}", "-o", "name");
        Assert.Equal("", runtimes.Trim());
        Assert.Contains("languageruntimes.rcoder.dev", await Tool.RunAsync("kubectl", "get", "crd", "-o", "name"), StringComparison.Ordinal);
    }

    private async Task<string[]> OursAsync(string kinds, string where) =>
        [.. (await Tool.RunAsync("kubectl", "get", kinds, "-n", where, "-o", "name")).Split('\n')
            .Where(name => name.Contains(release.Name, StringComparison.Ordinal) || where == release.Namespace && name.Contains("rcoder", StringComparison.Ordinal))];
}
