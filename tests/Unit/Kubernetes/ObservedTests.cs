using System.Text.Json;
using k8s;
using k8s.Models;
using RCoder.Contracts.Executions;
using RCoder.Kubernetes.Resources;
using RCoder.Kubernetes.Watching;

namespace RCoder.Unit.Kubernetes;

public sealed class ObservedTests
{
    private const string Spec = """
        {"language":"python","version":"3.13.5","image":"python:3.13-slim","source":"main.py","run":{"command":["python","main.py"]},
         "conformance":[{"name":"loop","source":"while 1: pass","expect":{"outcome":"TimeLimitExceeded"}}]}
        """;

    [Fact]
    public void A_LanguageRuntime_is_read_with_its_defaults_and_its_enums_by_name()
    {
        var seen = Read(Spec, """, "status":{"observedGeneration":3,"conditions":[{"type":"Ready","status":"True","reason":"AllWell","message":"","lastTransitionTime":"2026-01-02T03:04:05Z"}],"pool":{"ready":2}}""");
        var runtime = Assert.IsType<LanguageRuntime>(seen.Object);
        Assert.Equal(Outcome.TimeLimitExceeded, runtime.Spec.Conformance[0].Expect.Outcome);
        Assert.Equal(1, runtime.Spec.Pool.Min);
        Assert.Equal(2, runtime.Status?.Pool.Ready);
        Assert.Equal("Ready", runtime.Status?.Conditions[0].Type);
        Assert.Null(runtime.Metadata.ManagedFields);
    }

    [Fact]
    public void What_is_written_is_what_was_read()
    {
        var written = KubernetesJson.Serialize(Read(Spec).Object);
        using var json = JsonDocument.Parse(written);
        Assert.Equal("TimeLimitExceeded", json.RootElement.GetProperty("spec").GetProperty("conformance")[0].GetProperty("expect").GetProperty("outcome").GetString());
        Assert.Equal("python-3.13", json.RootElement.GetProperty("metadata").GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("""{"language":"python"}""", "version")]
    [InlineData("""{"language":"python","version":1}""", "version")]
    public void An_object_that_can_not_be_read_is_still_known_by_name_and_version(string spec, string says)
    {
        var seen = Read(spec);
        Assert.Null(seen.Object);
        Assert.Equal((new ObjectKey(null, "python-3.13"), "17"), (seen.Key, seen.ResourceVersion));
        Assert.Contains(says, seen.Fault, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_bookmark_has_a_version_and_nothing_else()
    {
        var @event = WatchEvent<V1Pod>.Read("""{"type":"BOOKMARK","object":{"kind":"Pod","apiVersion":"v1","metadata":{"resourceVersion":"4711","creationTimestamp":null},"spec":{"containers":null},"status":{}}}""");
        Assert.Equal((WatchEventKind.Bookmark, "4711"), (@event.Kind, @event.Seen.ResourceVersion));
    }

    [Fact]
    public void An_error_in_a_watch_is_thrown_with_its_status()
    {
        var e = Assert.Throws<KubernetesException>(() =>
            WatchEvent<V1Pod>.Read("""{"type":"ERROR","object":{"kind":"Status","apiVersion":"v1","status":"Failure","message":"too old resource version: 1 (9)","reason":"Expired","code":410}}"""));
        Assert.Equal(410, e.Status.Code);
    }

    private static Observed<LanguageRuntime> Read(string spec, string status = "")
    {
        using var json = JsonDocument.Parse($$"""
            {"apiVersion":"rcoder.dev/v1alpha1","kind":"LanguageRuntime",
             "metadata":{"name":"python-3.13","resourceVersion":"17","managedFields":[{"manager":"kubectl","operation":"Apply","apiVersion":"rcoder.dev/v1alpha1","time":"2026-01-02T03:04:05Z"}]},
             "spec":{{spec}}{{status}}}
            """);
        return Observed<LanguageRuntime>.Read(json.RootElement);
    }
}
