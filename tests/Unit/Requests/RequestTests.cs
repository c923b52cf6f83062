using RCoder.Contracts.Executions;
using RCoder.Contracts.Jobs;
using RCoder.Contracts.Json;
using RCoder.Runtimes;
using RCoder.Runtimes.Catalogue;
using RCoder.Unit.Golden;
using RCoder.Unit.Runtimes;
using System.Text.Json;

namespace RCoder.Unit.Requests;

/// <summary>Golden/requests: a body, and beside it either all of its problems or the job that comes of it.</summary>
public sealed class RequestTests
{
    private const string Folder = "requests";
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<string> Cases => GoldenFolder.Cases(Folder, ".body");

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_request_becomes_its_job_or_all_of_its_problems(string name)
    {
        var admission = Admission.Of(File.ReadAllBytes(GoldenFolder.PathOf(Folder, name + ".body")), Catalogue(), "anonymous", Now);
        if (admission.Job is { } job)
            GoldenFolder.Expect(Folder, name + ".job.json", Pretty(job));
        else
            GoldenFolder.Expect(Folder, name + ".problems", $"{(admission.Problems.Malformed ? "malformed" : "invalid")}\n{admission.Problems}\n");
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
