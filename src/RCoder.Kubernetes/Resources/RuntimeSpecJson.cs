using System.Text.Json;
using System.Text.Json.Serialization;
using RCoder.Contracts.Json;
using RCoder.Contracts.Runtimes;

namespace RCoder.Kubernetes.Resources;

/// <summary>A spec reads as it does on every other wire: the Kubernetes client's own rules know no names of enums.</summary>
internal sealed class RuntimeSpecJson : JsonConverter<RuntimeSpec>
{
    public override RuntimeSpec? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        JsonSerializer.Deserialize(ref reader, Wire.Json.RuntimeSpec);

    public override void Write(Utf8JsonWriter writer, RuntimeSpec value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value, Wire.Json.RuntimeSpec);
}
