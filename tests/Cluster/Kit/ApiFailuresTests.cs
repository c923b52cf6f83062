using k8s;
using k8s.Models;
using RCoder.Cluster.Clusters;
using RCoder.Kubernetes.Connecting;

namespace RCoder.Cluster.Kit;

/// <summary>The words by which failures are told apart are those that this API server says.</summary>
public sealed class ApiFailuresTests(TestCluster cluster) : IClassFixture<TestCluster>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private ICoreV1Operations Core => cluster.Client.CoreV1;

    [Fact]
    public Task What_is_not_there() => Fails(ApiFailure.NotFound, "configmaps \"none\" not found", () => Core.ReadNamespacedConfigMapAsync("none", cluster.Namespace, cancellationToken: Ct));

    [Fact]
    public Task What_is_there_already() => Fails(ApiFailure.AlreadyExists, "already exists", () => Core.CreateNamespaceAsync(new() { Metadata = new() { Name = cluster.Namespace } }, cancellationToken: Ct));

    [Fact]
    public async Task What_somebody_else_changed_first()
    {
        var map = await Core.CreateNamespacedConfigMapAsync(new() { Metadata = new() { Name = "map" } }, cluster.Namespace, cancellationToken: Ct);
        await Core.PatchNamespacedConfigMapAsync(new V1Patch("""{"data":{"a":"b"}}""", V1Patch.PatchType.MergePatch), "map", cluster.Namespace, cancellationToken: Ct);
        await Fails(ApiFailure.Conflict, "the object has been modified", () => Core.ReplaceNamespacedConfigMapAsync(map, "map", cluster.Namespace, cancellationToken: Ct));
    }

    [Fact]
    public async Task What_another_field_manager_owns()
    {
        Task<V1ConfigMap> Apply(string manager, string value) => Core.PatchNamespacedConfigMapAsync(
            new V1Patch($$$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"applied"},"data":{"a":"{{{value}}}"}}""", V1Patch.PatchType.ApplyPatch),
            "applied", cluster.Namespace, fieldManager: manager, cancellationToken: Ct);

        await Apply("one", "1");
        await Fails(ApiFailure.Conflict, "conflict with \"one\"", () => Apply("two", "2"));
    }

    [Fact]
    public async Task What_a_quota_leaves_no_room_for()
    {
        await Core.CreateNamespacedResourceQuotaAsync(new() { Metadata = new() { Name = "quota" }, Spec = new() { Hard = new Dictionary<string, ResourceQuantity> { ["count/secrets"] = new("0") } } }, cluster.Namespace, cancellationToken: Ct);
        // The quota counts only once its controller has seen it.
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while ((await Core.ReadNamespacedResourceQuotaAsync("quota", cluster.Namespace, cancellationToken: Ct)).Status?.Hard is not { Count: > 0 })
            await timer.WaitForNextTickAsync(Ct);
        await Fails(ApiFailure.Quota, "exceeded quota: quota", () => Core.CreateNamespacedSecretAsync(new() { Metadata = new() { Name = "secret" } }, cluster.Namespace, cancellationToken: Ct));
    }

    [Fact]
    public async Task What_the_namespaces_policy_refuses()
    {
        // Of a label that a namespace gets later, admission learns later.
        var strict = await Core.CreateNamespaceAsync(
            new() { Metadata = new() { Name = $"{cluster.Namespace}-strict", Labels = new Dictionary<string, string> { ["pod-security.kubernetes.io/enforce"] = "restricted" } } }, cancellationToken: Ct);
        try
        {
            var pod = new V1Pod { Metadata = new() { Name = "pod" }, Spec = new() { Containers = [new() { Name = "c", Image = "none" }] } };
            await Fails(ApiFailure.Admission, "violates PodSecurity", () => Core.CreateNamespacedPodAsync(pod, strict.Metadata.Name, cancellationToken: Ct));
        }
        finally
        {
            await Core.DeleteNamespaceAsync(strict.Metadata.Name, cancellationToken: Ct);
        }
    }

    [Fact]
    public Task What_is_invalid() => Fails(ApiFailure.Admission, "spec.containers: Required value", () => Core.CreateNamespacedPodAsync(new() { Metadata = new() { Name = "pod" }, Spec = new() { Containers = [] } }, cluster.Namespace, cancellationToken: Ct));

    [Fact]
    public Task What_this_identity_may_not() => Fails(ApiFailure.Forbidden, "cannot list resource \"nodes\"", async () =>
    {
        using var client = await new ServiceAccount(cluster, "nobody").ConnectAsync();
        return await client.CoreV1.ListNodeAsync(cancellationToken: Ct);
    });

    [Fact]
    public Task Who_is_not_known() => Fails(ApiFailure.Unauthorized, "Unauthorized", async () =>
    {
        using var client = TestCluster.Connect(config => ServiceAccount.Identify(config, "no.such.token"));
        return await client.CoreV1.ListNodeAsync(cancellationToken: Ct);
    });

    [Fact]
    public Task Who_is_not_there() => Fails(ApiFailure.Unavailable, "refused", async () =>
    {
        using var client = TestCluster.Connect(config => config.Host = "https://127.0.0.1:1");
        return await client.CoreV1.ListNodeAsync(cancellationToken: Ct);
    });

    private static async Task Fails<T>(ApiFailure kind, string words, Func<Task<T>> call)
    {
        var e = await Assert.ThrowsAnyAsync<Exception>(call);
        var (found, message) = ApiFailures.Classify(e);
        Assert.Equal(kind, found);
        Assert.Contains(words, message, StringComparison.Ordinal);
    }
}
