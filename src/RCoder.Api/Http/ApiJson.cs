using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using RCoder.Api.Endpoints;
using RCoder.Api.Problems;

namespace RCoder.Api.Http;

/// <summary>The bodies that only the API has; all others are of <see cref="Contracts.Json.Wire"/>, whose rules these follow.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(RuntimeList))]
[JsonSerializable(typeof(ExecuteRequest))]
[JsonSerializable(typeof(ExecuteResponse))]
[JsonSerializable(typeof(HealthReport))]
internal sealed partial class ApiJson : JsonSerializerContext
{
    public static ApiJson Wire => Relaxed.Json;

    // A class of its own, so that the generated Default is there before it.
    private static class Relaxed
    {
        public static readonly ApiJson Json = new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }
}
