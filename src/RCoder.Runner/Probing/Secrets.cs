using System.Collections;

namespace RCoder.Runner.Probing;

/// <summary>What a pod could hold that is not the program's. Each answers null, or what is wrong.</summary>
internal static class Secrets
{
    private const string TokenFolder = "/var/run/secrets/kubernetes.io/serviceaccount";

    internal static string? InEnvironment()
    {
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            var name = (string)variable.Key;
            if (name.StartsWith("RCODER_", StringComparison.Ordinal) || name.StartsWith("KUBERNETES_", StringComparison.Ordinal))
                return $"it has {name}";
        }
        return null;
    }

    internal static string? InFiles() =>
        File.Exists($"{TokenFolder}/token") ? $"there is one in {TokenFolder}; set automountServiceAccountToken: false" : null;
}
