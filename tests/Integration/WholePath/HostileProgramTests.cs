using System.Text;
using RCoder.Contracts.Executions;
using RCoder.Shared.Hostile;

namespace RCoder.Integration.WholePath;

/// <summary>Every program of <c>Hostile/programs</c> through the API, with a well-behaved one beside it.</summary>
public sealed class HostileProgramTests : IClassFixture<ServingEmbedded>
{
    private readonly ServingEmbedded serving;

    public HostileProgramTests(ServingEmbedded serving)
    {
        Assert.SkipWhen(serving.Missing is not null, serving.Missing ?? "");
        this.serving = serving;
    }

    public static TheoryData<string> Programs => [.. HostileProgram.Names];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory(Timeout = 90_000)]
    [MemberData(nameof(Programs))]
    public async Task It_gets_the_outcome_that_is_right_in_time_and_does_not_disturb_its_neighbour(string name)
    {
        var program = HostileProgram.Read(name);
        var api = serving.Process.Api;
        var limits = program.Limits;
        var hostile = api.RunAsync(new
        {
            language = program.Language,
            source = program.Source,
            limits = new { limits.WallMs, limits.CpuMs, limits.MemoryBytes, limits.OutputBytes, limits.Processes, onOutput = limits.OnOutput == OnOutput.Kill ? "kill" : "truncate" },
        }, Ct);
        var neighbour = await api.RunAsync(new { language = "python", source = "import time\nfor i in range(5): print(i, flush=True); time.sleep(0.1)" }, Ct);
        var result = await hostile;

        Assert.Equal((Outcome.Succeeded, "0\n1\n2\n3\n4\n", 1), (neighbour.Outcome!.Value, neighbour.Stdout, neighbour.Attempt));
        Assert.True(program.Outcomes.Contains(result.Outcome!.Value), $"{result}");
        Assert.Equal(1, result.Attempt);
        var stdout = result.StdoutBase64 is { } bytes ? Convert.FromBase64String(bytes) : Encoding.UTF8.GetBytes(result.Stdout!);
        Assert.DoesNotContain("BREACH", Encoding.UTF8.GetString(stdout), StringComparison.Ordinal);
        if (program.StdoutBytes is { } wanted)
            Assert.Equal(wanted, stdout);
        Assert.Equal(program.Truncated, result.Truncated);
        Assert.InRange(result.WallMs ?? 0, 0, program.Within.TotalMilliseconds);
    }
}
