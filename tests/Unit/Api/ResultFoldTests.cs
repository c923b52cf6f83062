using System.Text.Json;
using RCoder.Api.Executions;
using RCoder.Contracts.Events;
using RCoder.Contracts.Executions;
using RCoder.Contracts.Json;
using RCoder.Unit.Golden;

namespace RCoder.Unit.Api;

/// <summary>Golden/results: the events of one execution as they lie in the log, one a line, and the result that they make.</summary>
public sealed class ResultFoldTests
{
    private const string Folder = "results";

    private static readonly ExecutionId Id = ExecutionId.Parse("019ab0c0000070008000000000000000");

    public static TheoryData<string> Cases => GoldenFolder.Cases(Folder, ".ndjson");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Events_make_their_result(string name)
    {
        var events = File.ReadLines(GoldenFolder.PathOf(Folder, name + ".ndjson")).Select(line => JsonSerializer.Deserialize(line, Wire.Json.ExecutionEvent)!);
        var result = JsonSerializer.SerializeToElement(ResultFold.Fold(Id, events), Wire.Json.ExecutionResult);
        GoldenFolder.Expect(Folder, name + ".json", JsonSerializer.Serialize(result, Pretty) + "\n");
    }

    private static readonly JsonSerializerOptions Pretty = new() { WriteIndented = true, Encoder = Wire.Json.Options.Encoder };
}
