using RCoder.Contracts.Executions;
using RCoder.Contracts.Jobs;
using RCoder.Contracts.Json;
using RCoder.Contracts.Requests;
using RCoder.Runtimes;
using RCoder.Runtimes.Catalogue;
using RCoder.Unit.Golden;
using RCoder.Unit.Runtimes;
using System.Text.Json;

namespace RCoder.Unit.Requests;

/// <summary>Golden/requests and Golden/execute: a body, and beside it either all of its problems or the job that comes of it.</summary>
public sealed class RequestTests
{
    private const string Folder = "requests";
    private const string Execute = "execute";
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<string> Cases => GoldenFolder.Cases(Folder, ".body");

    public static TheoryData<string> ExecuteCases => GoldenFolder.Cases(Execute, ".body");

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_request_becomes_its_job_or_all_of_its_problems(string name) => Expect(Folder, name, RequestReader.Read);

    [Theory]
    [MemberData(nameof(ExecuteCases))]
    public void So_does_one_in_the_originals_form(string name) => Expect(Execute, name, ExecuteReader.Read);

    [Fact]
    public void What_was_wrong_beside_the_body_is_told_with_it()
    {
        var reading = RequestReader.Read("""{"language": "python", "source": "1", "deadlineMs": 0}"""u8.ToArray());
        reading.Problems.AddMalformed("Idempotency-Key", "is none");
        var admission = Admission.Of(reading, Catalogue(), "anonymous", Now);
        Assert.Null(admission.Job);
        Assert.True(admission.Problems.Malformed);
        Assert.Equal(["Idempotency-Key", "deadlineMs"], admission.Problems.ToDictionary().Keys);
    }

    private static void Expect(string folder, string name, Func<ReadOnlyMemory<byte>, RequestReading> read)
    {
        var admission = Admission.Of(read(File.ReadAllBytes(GoldenFolder.PathOf(folder, name + ".body"))), Catalogue(), "anonymous", Now);
        if (admission.Job is { } job)
            GoldenFolder.Expect(folder, name + ".job.json", Pretty(job));
        else
            GoldenFolder.Expect(folder, name + ".problems", $"{(admission.Problems.Malformed ? "malformed" : "invalid")}\n{admission.Problems}\n");
    }

    /// <summary>The id is new each time.</summary>
    private static string Pretty(Job job) =>
        JsonSerializer.Serialize(job with { Id = ExecutionId.Parse("019ab0c0000070008000000000000000") }, GoldenJson.Indented.Job) + "\n";

    private static RuntimeCatalogue Catalogue()
    {
        var catalogue = new RuntimeCatalogue();
        catalogue.Replace([Some.Runtime("python", "3.11.2", "py"), Some.Runtime("ruby", "3.3.8") with { Ready = false, Message = "/usr/bin/ruby is not on this machine: apt-get install ruby" }]);
        return catalogue;
    }
}
