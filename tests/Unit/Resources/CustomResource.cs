using System.Text.Json.Nodes;
using RCoder.Kubernetes;
using RCoder.Kubernetes.Resources;

namespace RCoder.Unit.Resources;

/// <summary>The definition of <c>languageruntimes.rcoder.dev</c>, made of the types that read it.</summary>
internal static class CustomResource
{
    public static JsonObject Definition() => new()
    {
        ["apiVersion"] = "apiextensions.k8s.io/v1",
        ["kind"] = "CustomResourceDefinition",
        ["metadata"] = new JsonObject
        {
            ["name"] = $"{LanguageRuntime.Plural}.{Names.Group}",
            ["labels"] = new JsonObject { [Names.PartOfLabel] = Names.PartOf },
        },
        ["spec"] = new JsonObject
        {
            ["group"] = Names.Group,
            ["scope"] = "Cluster",
            ["names"] = new JsonObject
            {
                ["kind"] = LanguageRuntime.KindName,
                ["listKind"] = LanguageRuntime.KindName + "List",
                ["plural"] = LanguageRuntime.Plural,
                ["singular"] = "languageruntime",
                ["shortNames"] = new JsonArray("lr", "lang"),
                ["categories"] = new JsonArray("rcoder"),
            },
            ["versions"] = new JsonArray(new JsonObject
            {
                ["name"] = Names.Version,
                ["served"] = true,
                ["storage"] = true,
                ["subresources"] = new JsonObject
                {
                    ["status"] = new JsonObject(),
                    // kubectl scale: so many pods wait at the least, before a lecture begins.
                    ["scale"] = new JsonObject { ["specReplicasPath"] = ".spec.pool.min", ["statusReplicasPath"] = ".status.pool.ready" },
                },
                ["additionalPrinterColumns"] = Columns(),
                ["schema"] = new JsonObject { ["openAPIV3Schema"] = Schema() },
            }),
        },
    };

    private static JsonObject Schema()
    {
        var schema = new JsonObject
        {
            ["type"] = "object",
            ["description"] = Words.Of(typeof(LanguageRuntime)),
            ["required"] = new JsonArray("spec"),
            ["properties"] = new JsonObject
            {
                ["apiVersion"] = new JsonObject { ["type"] = "string", ["description"] = $"{Names.Group}/{Names.Version}." },
                ["kind"] = new JsonObject { ["type"] = "string", ["description"] = LanguageRuntime.KindName + "." },
                ["metadata"] = new JsonObject { ["type"] = "object" },
                ["spec"] = SchemaWriter.Write(typeof(LanguageRuntime).GetProperty(nameof(LanguageRuntime.Spec))!, "spec"),
                ["status"] = SchemaWriter.Write(typeof(LanguageRuntime).GetProperty(nameof(LanguageRuntime.Status))!, "status"),
            },
        };
        SchemaRules.Apply("", schema);
        schema["properties"]!["status"]!["default"] = new JsonObject { ["conditions"] = new JsonArray(Unseen()) };
        return schema;
    }

    /// <summary>Without it, helm --wait and kubectl take a runtime that nobody has looked at yet for one that is as it should be.</summary>
    private static JsonObject Unseen() => new()
    {
        ["type"] = "Ready",
        ["status"] = "Unknown",
        ["reason"] = "Pending",
        ["message"] = "no operator has looked at it yet; if this stays, see whether one runs: kubectl get pods -A -l app.kubernetes.io/component=operator",
        ["lastTransitionTime"] = "1970-01-01T00:00:00Z",
    };

    /// <summary>Is it ready, how many pods wait, how fast is it, why not.</summary>
    private static JsonArray Columns() =>
    [
        Column("Version", "string", ".spec.version"),
        Column("Ready", "string", Ready("status")),
        Column("Waiting", "integer", ".status.pool.ready"),
        Column("Busy", "integer", ".status.pool.claimed"),
        Column("p50-ms", "number", ".status.latency.p50Ms"),
        Column("Age", "date", ".metadata.creationTimestamp"),
        Column("Why", "string", Ready("message")),
        Column("Language", "string", ".spec.language", wide: true),
        Column("Image", "string", ".spec.image", wide: true),
        Column("Wanted", "integer", ".status.pool.desired", wide: true),
        Column("p99-ms", "number", ".status.latency.p99Ms", wide: true),
    ];

    private static string Ready(string field) => $".status.conditions[?(@.type==\"Ready\")].{field}";

    private static JsonObject Column(string name, string type, string path, bool wide = false)
    {
        var column = new JsonObject { ["name"] = name, ["type"] = type, ["jsonPath"] = path };
        if (wide)
            column["priority"] = 1;
        return column;
    }
}
