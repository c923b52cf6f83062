using System.Security.Cryptography;
using k8s;
using k8s.Autorest;
using k8s.Models;
using Microsoft.Extensions.Logging;
using RCoder.Kubernetes.Connecting;
using RCoder.Kubernetes.Resources;

namespace RCoder.Operator.Reconciling;

/// <summary>Tells administrators, by Kubernetes events, what became of a condition.</summary>
internal sealed partial class EventRecorder(IKubernetes client, TimeProvider time, ILogger<EventRecorder> log)
{
    private const string Reporter = Kubernetes.Names.Group + "/operator";

    /// <summary>The API server wants events about objects in no namespace to be in this one.</summary>
    private const string Namespace = "default";

    // events.k8s.io/v1: note is at most 1024 bytes.
    private const int MostCharacters = 1000;

    public async Task RecordAsync(LanguageRuntime runtime, V1Condition condition, CancellationToken ct)
    {
        // That something is under way tells nobody anything.
        if (condition.Status == "Unknown")
            return;
        var e = new Eventsv1Event
        {
            Metadata = new() { Name = $"{runtime.Metadata.Name}.{RandomNumberGenerator.GetHexString(16, lowercase: true)}", NamespaceProperty = Namespace },
            EventTime = time.GetUtcNow().UtcDateTime,
            ReportingController = Reporter,
            ReportingInstance = Environment.MachineName,
            Action = "Reconcile",
            Type = condition.Status == "True" ? "Normal" : "Warning",
            Reason = condition.Reason,
            Note = Cut(condition.Message),
            Regarding = new() { ApiVersion = runtime.ApiVersion, Kind = runtime.Kind, Name = runtime.Metadata.Name, Uid = runtime.Metadata.Uid },
        };
        try
        {
            await client.EventsV1.CreateNamespacedEventAsync(e, Namespace, cancellationToken: ct);
        }
        catch (Exception failure) when (failure is HttpOperationException or HttpRequestException)
        {
            // The condition says the same.
            NotRecorded(runtime.Metadata.Name, condition.Reason, ApiFailures.Classify(failure).Message);
        }
    }

    private static string Cut(string message) => message.Length <= MostCharacters ? message : message[..MostCharacters] + "…";

    [LoggerMessage(LogLevel.Information, "{Runtime}: event {Reason} could not be recorded: {Why}")]
    private partial void NotRecorded(string runtime, string reason, string why);
}
