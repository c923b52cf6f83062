using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
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
        if (Problems(configuration, args[1..]) is [_, ..] problems)
        {
            await Console.Error.WriteLineAsync(string.Join('\n', problems));
            return 1;
        }
        await using var services = new ServiceCollection().AddKubernetes(configuration).BuildServiceProvider();
        var client = services.GetRequiredService<IKubernetes>();
        var started = Stopwatch.StartNew();

        foreach (var runtime in await ListAsync(client, selector))
            await GoneIsFineAsync(() => client.CustomObjects.DeleteClusterCustomObjectAsync(Names.Group, Names.Version, LanguageRuntime.Plural, runtime.Metadata.Name));
        IList<LanguageRuntime> left;
        while ((left = await ListAsync(client, selector)).Count > 0 && started.Elapsed.TotalSeconds < WaitSeconds)
            await Task.Delay(TimeSpan.FromMilliseconds(250));

        foreach (var runtime in left)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{runtime.Metadata.Name} was not let go by its operator within {WaitSeconds} s: its topic may be left."));
            // Others' finalizers are theirs to take off.
            JsonArray others = [.. (runtime.Metadata.Finalizers ?? []).Where(finalizer => finalizer != Names.Finalizer).Select(finalizer => JsonValue.Create(finalizer))];
            var patch = new V1Patch(new JsonObject { ["metadata"] = new JsonObject { ["finalizers"] = others } }.ToJsonString(), V1Patch.PatchType.MergePatch);
            await GoneIsFineAsync(() => client.CustomObjects.PatchClusterCustomObjectAsync(patch, Names.Group, Names.Version, LanguageRuntime.Plural, runtime.Metadata.Name));
        }
        return 0;
    }

    private static IReadOnlyList<string> Problems(ConfigurationManager configuration, string[] args)
    {
        try
        {
            return Settings.AddTo(configuration, args);
        }
        catch (InvalidDataException e)
        {
            return [Settings.Problem(e)];
        }
    }

    private static async Task<IList<LanguageRuntime>> ListAsync(IKubernetes client, string selector)
    {
        try
        {
            var list = await client.CustomObjects.ListClusterCustomObjectAsync<KubernetesList<LanguageRuntime>>(Names.Group, Names.Version, LanguageRuntime.Plural, labelSelector: selector);
            return list.Items;
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
