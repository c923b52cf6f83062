using k8s;
using k8s.Models;
using RCoder.Cluster.Clusters;

namespace RCoder.Cluster.Kit;

public sealed class TokenTests(TestCluster cluster) : IClassFixture<TestCluster>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Tokens live ten minutes at the least; one that is bound to a Secret ends with it, within the ten seconds that the server remembers.</summary>
    [Fact]
    public async Task A_token_that_ends_is_an_interruption_until_the_file_has_the_next_one()
    {
        var account = new ServiceAccount(cluster, "informer");
        await account.CreateAsync();
        await account.AllowAsync("configmaps", "get", "list", "watch");
        var secret = await cluster.Client.CoreV1.CreateNamespacedSecretAsync(new() { Metadata = new() { Name = "until" } }, cluster.Namespace, cancellationToken: Ct);
        var file = Path.GetTempFileName();
        var first = await account.TokenAsync(boundTo: secret);
        await File.WriteAllTextAsync(file, first, Ct);
        using var proxy = new ApiProxy();
        using var client = proxy.Connect(config => ServiceAccount.IdentifyByFile(config, file));
        await using var maps = await new WatchedConfigMaps(cluster, client).Synced();

        await cluster.Client.CoreV1.DeleteNamespacedSecretAsync("until", cluster.Namespace, cancellationToken: Ct);
        using (var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200)))
        {
            while ((await cluster.Client.AuthenticationV1.CreateTokenReviewAsync(new() { Spec = new() { Token = first } }, cancellationToken: Ct)).Status.Authenticated == true)
                await timer.WaitForNextTickAsync(Ct);
        }
        proxy.Cut();
        proxy.Mend();
        await Waiting.Until("the informer is refused", () => maps.Log.Has("(Unauthorized)"));
        await maps.Create("a", "red");
        await File.WriteAllTextAsync(file, await account.TokenAsync(), Ct);
        var took = await maps.HasTold(TimeSpan.FromSeconds(90), "+a red");
        TestContext.Current.TestOutputHelper!.WriteLine($"told {took.TotalSeconds:0} s after the file had a new token");
        Assert.Equal(1, maps.Lists);
        File.Delete(file);
    }
}
