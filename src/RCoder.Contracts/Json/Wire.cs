using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using RCoder.Contracts.Events;
using RCoder.Contracts.Executions;
using RCoder.Contracts.Jobs;
using RCoder.Contracts.Runners;
using RCoder.Contracts.Runtimes;

namespace RCoder.Contracts.Json;

/// <summary>
/// JSON as it is on every wire: camel case, absent for null, unknown fields skipped, and only what JSON itself
/// demands is escaped.
/// </summary>
public static class Wire
{
    public static WireJson Json { get; } = new(new JsonSerializerOptions(WireJson.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}

/// <summary>The generated part of <see cref="Wire.Json"/>; its own <c>Default</c> escapes more than it needs to.</summary>
/// <remarks>
/// Generated code gives every <c>init</c> property a value, absent in the JSON or not, and so loses the property's own
/// default. That is why what has a default has <c>set</c>; nothing but the reader of a record should use it.
/// </remarks>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    AllowOutOfOrderMetadataProperties = true)]
[JsonSerializable(typeof(ExecutionRequest))]
[JsonSerializable(typeof(ExecutionResult))]
[JsonSerializable(typeof(ExecutionEvent))]
[JsonSerializable(typeof(Job))]
[JsonSerializable(typeof(ControlMessage))]
[JsonSerializable(typeof(IdempotencyRecord))]
[JsonSerializable(typeof(Plan))]
[JsonSerializable(typeof(RunnerState))]
[JsonSerializable(typeof(Runtime))]
[JsonSerializable(typeof(RuntimeSpec))]
public sealed partial class WireJson : JsonSerializerContext;
