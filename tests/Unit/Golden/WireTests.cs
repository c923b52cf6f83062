using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using RCoder.Contracts.Events;
using RCoder.Contracts.Executions;
using RCoder.Contracts.Jobs;
using RCoder.Contracts.Json;
using RCoder.Contracts.Runners;
using RCoder.Contracts.Runtimes;

namespace RCoder.Unit.Golden;

/// <summary>
/// Golden/wire: one file for every record that leaves a process. A change of one of them is a change of what other
/// versions of RCoder, still running, must read: add fields, never rename or remove one.
/// </summary>
public sealed class WireTests
{
    private const string Folder = "wire";

    public static TheoryData<string> Cases => [.. WireRecords.All.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_record_is_written_as_its_golden_file_says(string name)
    {
        var (record, type) = WireRecords.All[name];
        GoldenFolder.Expect(Folder, name + ".json", Pretty(record, type));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void What_was_read_is_written_the_same_again(string name)
    {
        var (_, type) = WireRecords.All[name];
        var golden = File.ReadAllText(GoldenFolder.PathOf(Folder, name + ".json"));
        Assert.Equal(golden, Pretty(JsonSerializer.Deserialize(golden, type)!, type));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Fields_of_a_newer_version_are_skipped(string name)
    {
        var (_, type) = WireRecords.All[name];
        var golden = File.ReadAllText(GoldenFolder.PathOf(Folder, name + ".json"));
        var newer = WithUnknownFields(JsonNode.Parse(golden)!, inMap: false)!.ToJsonString();
        Assert.NotEqual(golden, newer);
        Assert.Equal(golden, Pretty(JsonSerializer.Deserialize(newer, type)!, type));
    }

    [Fact]
    public void Every_record_of_the_wire_and_every_kind_of_it_has_a_golden_file()
    {
        Type[] wire =
        [
            typeof(ExecutionRequest), typeof(ExecutionResult), typeof(Job), typeof(IdempotencyRecord), typeof(Plan), typeof(RunnerState), typeof(Runtime),
            .. KindsOf(typeof(ExecutionEvent)), .. KindsOf(typeof(ControlMessage)),
        ];
        var covered = WireRecords.All.Values.Select(pair => pair.Record.GetType()).ToHashSet();
        Assert.Empty(wire.Where(type => !covered.Contains(type)).Select(type => type.Name));
    }

    [Fact]
    public void Every_field_of_every_record_is_in_a_golden_file()
    {
        var missing =
            from records in WireRecords.All.Values.GroupBy(pair => pair.Record.GetType())
            let written = records.SelectMany(pair => JsonNode.Parse(Pretty(pair.Record, pair.Type))!.AsObject()).Select(member => member.Key).ToHashSet()
            from property in Wire.Json.GetTypeInfo(records.Key)!.Properties
            where !written.Contains(property.Name)
            select $"{records.Key.Name}.{property.Name}";
        Assert.Empty(missing);
    }

    [Fact]
    public void On_the_wire_there_is_no_line_break_and_no_needless_escape()
    {
        var json = JsonSerializer.Serialize(new SourceFile { Name = "é.py", Content = "print('<&+\">')\n" }, Wire.Json.SourceFile);
        Assert.Equal("""{"name":"é.py","content":"print('<&+\">')\n","encoding":"utf8"}""", json);
    }

    [Fact]
    public void What_is_absent_in_json_has_its_default()
    {
        var lost =
            from type in typeof(Wire).Assembly.GetExportedTypes()
            where type is { IsClass: true, IsAbstract: false } && type.GetConstructor([]) is not null
            from property in type.GetProperties()
            where property.SetMethod?.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) == true
            where !property.IsDefined(typeof(RequiredMemberAttribute), inherit: false)
            let value = property.GetValue(Activator.CreateInstance(type))
            where value is not (null or false or 0 or 0L or 0d) && !(value is Enum && Convert.ToInt32(value, CultureInfo.InvariantCulture) == 0)
            select $"{type.Name}.{property.Name} has a default and init, which generated readers lose: give it set";
        Assert.Empty(lost);

        const string least = """{"language":"c","version":"1.0.0","image":"c:1","source":"main.c","run":{"command":["c"]}}""";
        var spec = JsonSerializer.Deserialize(least, Wire.Json.RuntimeSpec)!;
        Assert.Equal((1, "None", 64L << 20, 0), (spec.Pool.Min, spec.Isolation.Network, spec.Isolation.WorkspaceBytes, spec.Env.Count));
    }

    private static IEnumerable<Type> KindsOf(Type type) =>
        Wire.Json.GetTypeInfo(type)!.PolymorphismOptions!.DerivedTypes.Select(kind => kind.DerivedType);

    private static string Pretty(object record, JsonTypeInfo type) =>
        JsonSerializer.Serialize(record, GoldenJson.Indented.GetTypeInfo(type.Type)!) + "\n";

    /// <summary>Every object but a map from names to strings gets a field that nobody knows.</summary>
    private static JsonNode? WithUnknownFields(JsonNode? node, bool inMap) => node switch
    {
        JsonObject members => new JsonObject(members
            .Select(member => KeyValuePair.Create(member.Key, WithUnknownFields(member.Value, member.Key == "env")))
            .Concat(inMap ? [] : [KeyValuePair.Create<string, JsonNode?>("fieldOfTheFuture", new JsonObject { ["a"] = new JsonArray(1, null) })])),
        JsonArray items => new JsonArray([.. items.Select(item => WithUnknownFields(item, inMap: false))]),
        _ => node?.DeepClone(),
    };
}
