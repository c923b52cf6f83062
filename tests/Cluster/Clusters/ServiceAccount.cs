using System.Net.Http.Headers;
using k8s;
using k8s.Authentication;
using k8s.Models;

namespace RCoder.Cluster.Clusters;

/// <summary>An identity in the test's namespace, with the rights that it is given.</summary>
internal sealed class ServiceAccount(TestCluster cluster, string name)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async Task<IKubernetes> ConnectAsync()
    {
        await CreateAsync();
        var token = await TokenAsync();
        return TestCluster.Connect(config => Identify(config, token));
    }

    public Task CreateAsync() => cluster.Client.CoreV1.CreateNamespacedServiceAccountAsync(new() { Metadata = new() { Name = name } }, cluster.Namespace, cancellationToken: Ct);

    /// <summary>May do <paramref name="verbs"/> to <paramref name="resource"/> of the core group in the test's namespace.</summary>
    public async Task AllowAsync(string resource, params string[] verbs)
    {
        await cluster.Client.RbacAuthorizationV1.CreateNamespacedRoleAsync(
            new() { Metadata = new() { Name = name }, Rules = [new() { ApiGroups = [""], Resources = [resource], Verbs = verbs }] }, cluster.Namespace, cancellationToken: Ct);
        await cluster.Client.RbacAuthorizationV1.CreateNamespacedRoleBindingAsync(
            new()
            {
                Metadata = new() { Name = name },
                RoleRef = new() { ApiGroup = "rbac.authorization.k8s.io", Kind = "Role", Name = name },
                Subjects = [new() { Kind = "ServiceAccount", Name = name, NamespaceProperty = cluster.Namespace }],
            }, cluster.Namespace, cancellationToken: Ct);
    }

    /// <param name="boundTo">A Secret whose end is the token's.</param>
    public async Task<string> TokenAsync(V1Secret? boundTo = null)
    {
        var request = new Authenticationv1TokenRequest
        {
            Spec = new()
            {
                Audiences = [],
                ExpirationSeconds = 600,
                BoundObjectRef = boundTo is null ? null : new() { ApiVersion = "v1", Kind = "Secret", Name = boundTo.Metadata.Name, Uid = boundTo.Metadata.Uid },
            },
        };
        return (await cluster.Client.CoreV1.CreateNamespacedServiceAccountTokenAsync(request, name, cluster.Namespace, cancellationToken: Ct)).Status.Token;
    }

    public static void Identify(KubernetesClientConfiguration config, string token)
    {
        Anonymise(config);
        config.AccessToken = token;
    }

    /// <summary>By a file that is read again every minute, as a pod's is.</summary>
    public static void IdentifyByFile(KubernetesClientConfiguration config, string path)
    {
        Anonymise(config);
        config.TokenProvider = new TokenFileAuth(path);
    }

    private static void Anonymise(KubernetesClientConfiguration config) =>
        (config.ClientCertificateData, config.ClientCertificateKeyData, config.ClientCertificateFilePath, config.ClientKeyFilePath) = (null, null, null, null);
}
