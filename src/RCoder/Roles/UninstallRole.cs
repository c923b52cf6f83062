using System.Globalization;
using k8s;
using k8s.Models;
using RCoder.Hosting;
using RCoder.Kubernetes;
using RCoder.Kubernetes.Connecting;
using RCoder.Kubernetes.Resources;

namespace RCoder.Roles;

/// <summary>
/// <c>rcoder uninstall &lt;label selector&gt;</c>: deletes the LanguageRuntimes that it selects, and gives the operator a moment
/// to end their pools and topics. Whatever the operator has not let go by then is let go here: nobody will later.
/// </summary>
internal static class UninstallRole
{
    private const int WaitSeconds = 60;

    public static async Task<int> RunAsync(string[] args)
    {
        if (args is not [var selector, ..] || selector.StartsWith('-'))
            return Usage.Show(["uninstall"]);
        var configuration = new ConfigurationManager();
        Settings.AddTo(configuration, args[1..]);
        await using var services = new ServiceCollection().AddKubernetes(configuration).BuildServiceProvider();
        var client = services.GetRequiredService<IKubernetes>();
        var patience = DateTime.UtcNow.AddSeconds(WaitSeconds);

        foreach (var name in await ListAsync(client, selector))
            await GoneIsFineAsync(() => client.CustomObjects.DeleteClusterCustomObjectAsync(Names.Group, Names.Version, LanguageRuntime.Plural, name));
        IReadOnlyList<string> left;
        while ((left = await ListAsync(client, selector)).Count > 0 && DateTime.UtcNow < patience)
            await Task.Delay(TimeSpan.FromMilliseconds(250));

        foreach (var name in left)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} was not let go by its operator within {WaitSeconds} s: its topic may be left."));
            var patch = new V1Patch("""{"metadata": {"finalizers": null}}""", V1Patch.PatchType.MergePatch);
            await GoneIsFineAsync(() => client.CustomObjects.PatchClusterCustomObjectAsync(patch, Names.Group, Names.Version, LanguageRuntime.Plural, name));
        }
        return 0;
    }

    private static async Task<IReadOnlyList<string>> ListAsync(IKubernetes client, string selector)
    {
        try
        {
            var list = await client.CustomObjects.ListClusterCustomObjectAsync<KubernetesList<LanguageRuntime>>(Names.Group, Names.Version, LanguageRuntime.Plural, labelSelector: selector);
            return [.. list.Items.Select(runtime => runtime.Metadata.Name)];
        }
        catch (Exception e) when (ApiFailures.Classify(e).Kind == ApiFailure.NotFound)
        {
            // The resource itself is not there.
            return [];
        }
    }

    private static async Task GoneIsFineAsync(Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (Exception e) when (ApiFailures.Classify(e).Kind == ApiFailure.NotFound)
        {
        }
    }
}
