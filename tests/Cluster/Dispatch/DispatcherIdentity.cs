using k8s;
using k8s.KubeConfigModels;
using k8s.Models;

namespace RCoder.Cluster.Dispatch;

/// <summary>A ServiceAccount with the rights that the chart gives the dispatcher, and no more.</summary>
internal static class DispatcherIdentity
{
    private const string Name = "dispatcher";

    /// <summary>Makes it, and returns a token of it.</summary>
    public static async Task<string> CreateAsync(IKubernetes client, string @namespace, CancellationToken ct)
    {
        var meta = new V1ObjectMeta { Name = Name };
        await client.CoreV1.CreateNamespacedServiceAccountAsync(new V1ServiceAccount { Metadata = meta }, @namespace, cancellationToken: ct);
        await client.RbacAuthorizationV1.CreateNamespacedRoleAsync(new V1Role
        {
            Metadata = meta,
            Rules =
            [
                new() { ApiGroups = ["batch"], Resources = ["jobs"], Verbs = ["create", "get", "patch", "delete"] },
                new() { ApiGroups = [""], Resources = ["pods"], Verbs = ["list", "watch"] },
                new() { ApiGroups = [""], Resources = ["events"], Verbs = ["list"] },
            ],
        }, @namespace, cancellationToken: ct);
        await client.RbacAuthorizationV1.CreateNamespacedRoleBindingAsync(new V1RoleBinding
        {
            Metadata = meta,
            RoleRef = new() { ApiGroup = "rbac.authorization.k8s.io", Kind = "Role", Name = Name },
            Subjects = [new() { Kind = "ServiceAccount", Name = Name, NamespaceProperty = @namespace }],
        }, @namespace, cancellationToken: ct);
        var request = new Authenticationv1TokenRequest { Spec = new() { Audiences = [], ExpirationSeconds = 3600 } };
        return (await client.CoreV1.CreateNamespacedServiceAccountTokenAsync(request, Name, @namespace, cancellationToken: ct)).Status.Token;
    }

    /// <summary>A kubeconfig for <paramref name="token"/> on the cluster of ours; or, without one, for <paramref name="server"/>.</summary>
    public static async Task<string> KubeConfigAsync(string? token, string? server, CancellationToken ct)
    {
        var ours = await KubernetesClientConfiguration.LoadKubeConfigAsync(Environment.GetEnvironmentVariable("KUBECONFIG"));
        var cluster = ours.Clusters.Single(c => c.Name == ours.Contexts.Single(context => context.Name == ours.CurrentContext).ContextDetails.Cluster).ClusterEndpoint;
        var config = new K8SConfiguration
        {
            ApiVersion = "v1",
            Kind = "Config",
            CurrentContext = Name,
            Clusters = [new() { Name = Name, ClusterEndpoint = server is null ? cluster : new() { Server = server } }],
            Users = [new() { Name = Name, UserCredentials = new() { Token = token ?? "the proxy has it" } }],
            Contexts = [new() { Name = Name, ContextDetails = new() { Cluster = Name, User = Name } }],
        };
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, KubernetesYaml.Serialize(config), ct);
        return file;
    }
}
