using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using RCoder.Configuration;

namespace RCoder.Kubernetes.Connecting;

public static class KubernetesServices
{
    /// <summary>The API server's client, <see cref="k8s.IKubernetes"/>, by section <c>Kubernetes</c>. It connects on first use.</summary>
    public static IServiceCollection AddKubernetes(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<KubernetesOptions>(configuration, KubernetesOptions.Section);
        services.AddSingleton(provider => KubernetesConnection.Open(provider.GetRequiredService<IOptions<KubernetesOptions>>().Value));
        return services;
    }
}
