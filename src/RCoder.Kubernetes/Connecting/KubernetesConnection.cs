using System.Reflection;
using k8s;

namespace RCoder.Kubernetes.Connecting;

/// <summary>Makes clients of the API server that notice a connection that has died.</summary>
internal static class KubernetesConnection
{
    /// <summary>A connection that does not answer for so long, twice, is dead: half-open ones answer nothing, for ever.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(10);

    private static readonly string UserAgent = $"rcoder/{typeof(KubernetesConnection).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]}";

    public static IKubernetes Open(KubernetesOptions options) =>
        Open(string.IsNullOrEmpty(options.Context) ? KubernetesClientConfiguration.BuildDefaultConfig() : FromContext(options.Context));

    public static IKubernetes Open(KubernetesClientConfiguration config)
    {
        config.UserAgent = UserAgent;
        config.HttpClientTimeout = TimeSpan.FromSeconds(30);
        config.FirstMessageHandlerSetup = handler =>
        {
            handler.ConnectTimeout = Silence;
            handler.KeepAlivePingDelay = Silence;
            handler.KeepAlivePingTimeout = Silence;
            handler.KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests;
            // Each watch is a stream that stays open, and a server allows about 100 a connection.
            handler.EnableMultipleHttp2Connections = true;
        };
        return new k8s.Kubernetes(config);
    }

    private static KubernetesClientConfiguration FromContext(string context) =>
        KubernetesClientConfiguration.BuildConfigFromConfigFile(Environment.GetEnvironmentVariable("KUBECONFIG") is { Length: > 0 } path ? path : null, context);
}
