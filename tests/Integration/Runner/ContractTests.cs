using System.Net;
using System.Text;
using RCoder.Contracts.Events;
using RCoder.Contracts.Executions;
using RCoder.Contracts.Runners;
using RCoder.Runtimes.Runners;

namespace RCoder.Integration.Runner;

/// <summary>The calls of the runner's contract, each in and out of its time.</summary>
public sealed class ContractTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Its_state_goes_from_free_to_claimed_to_finished()
    {
        await using var sandbox = await RunnerSandbox.StartAsync(Ct);
        Assert.Equal(new RunnerState { State = RunnerPhase.Free }, await sandbox.StateAsync(Ct));
        var plan = Plans.Python("input()") with { Interactive = true };
        using var claimed = await sandbox.ClaimAsync(plan, Ct);
        Assert.Equal(new RunnerState { State = RunnerPhase.Claimed, Execution = plan.Id, Attempt = 1, LastSeq = 3 }, await sandbox.StateAsync(Ct));
        using var fed = await sandbox.PostAsync(plan, "/stdin?eof", Ct, "\n"u8.ToArray());
        _ = await sandbox.EventsAsync(plan, Ct).ToListAsync(Ct);
        Assert.Equal(new RunnerState { State = RunnerPhase.Finished, Execution = plan.Id, Attempt = 1, LastSeq = 4 }, await sandbox.StateAsync(Ct));
        await sandbox.DoneAsync(plan, Ct);
        Assert.Equal(0, await sandbox.ExitAsync(Ct));
    }

    [Fact]
    public async Task A_second_claim_conflicts_unless_it_is_the_first_again()
    {
        await using var sandbox = await RunnerSandbox.StartAsync(Ct);
        var plan = Plans.Python("input()");
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(sandbox.ClaimAsync(plan, Ct)));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(sandbox.ClaimAsync(plan, Ct)));
        Assert.Equal(HttpStatusCode.Conflict, await StatusAsync(sandbox.ClaimAsync(plan with { Attempt = 2 }, Ct)));
        Assert.Equal(HttpStatusCode.Conflict, await StatusAsync(sandbox.ClaimAsync(plan with { Secret = "other" }, Ct)));
        Assert.Equal(HttpStatusCode.Conflict, await StatusAsync(sandbox.ClaimAsync(Plans.Python(""), Ct)));
    }

    [Fact]
    public async Task Of_many_claims_at_once_one_is_taken()
    {
        await using var sandbox = await RunnerSandbox.StartAsync(Ct);
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => StatusAsync(sandbox.ClaimAsync(Plans.Python(""), Ct))));
        Assert.Single(answers, HttpStatusCode.OK);
        Assert.Equal(15, answers.Count(answer => answer == HttpStatusCode.Conflict));
    }

    [Fact]
    public async Task Without_the_secret_nothing_is_told()
    {
        await using var sandbox = await RunnerSandbox.StartAsync(Ct);
        var plan = Plans.Python("input()") with { Interactive = true };
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(sandbox.PostAsync(plan, "/done", Ct)));
        using var claimed = await sandbox.ClaimAsync(plan, Ct);
        foreach (var secret in (string[])["", "x", new string('0', plan.Secret.Length)])
        {
            foreach (var path in (string[])["/stdin", "/cancel", "/done"])
                Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(sandbox.PostAsync(plan with { Secret = secret }, path, Ct)));
            await Assert.ThrowsAsync<HttpRequestException>(async () => await sandbox.EventsAsync(plan with { Secret = secret }, Ct).ToListAsync(Ct));
        }
        Assert.Equal(RunnerPhase.Claimed, (await sandbox.StateAsync(Ct)).State);
    }

    [Fact]
    public async Task A_claim_needs_the_pools_token_where_there_is_one()
    {
        await using var sandbox = await RunnerSandbox.StartAsync(Ct, "RCODER_POOL_TOKEN=pool-token");
        var plan = Plans.Python("print(1)");
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(sandbox.ClaimAsync(plan, Ct)));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(sandbox.ClaimAsync(plan, Ct, "pool-tokem")));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(sandbox.ClaimAsync(plan, Ct, "pool-token")));
    }

    [Fact]
    public async Task A_free_runner_can_be_retired_and_ends_well()
    {
        await using var sandbox = await RunnerSandbox.StartAsync(Ct, "RCODER_POOL_TOKEN=pool-token");
        using var stranger = new RunnerClient(sandbox.Client, "other");
        await Assert.ThrowsAsync<RunnerLostException>(() => stranger.RetireAsync(Ct));
        Assert.Equal(RunnerPhase.Free, (await sandbox.StateAsync(Ct)).State);
        Assert.True(await new RunnerClient(sandbox.Client, "pool-token").RetireAsync(Ct));
        Assert.Equal(0, await sandbox.ExitAsync(Ct));
        await Assert.ThrowsAsync<RunnerLostException>(() => new RunnerClient(sandbox.Client, "pool-token").RetireAsync(Ct));
    }

    [Fact]
    public async Task A_runner_with_an_execution_cannot_be_retired()
    {
        await using var sandbox = await RunnerSandbox.StartAsync(Ct, "RCODER_POOL_TOKEN=pool-token");
        var pool = new RunnerClient(sandbox.Client, "pool-token");
        var plan = Plans.Python("input()") with { Interactive = true };
        Assert.Equal(ClaimResult.Taken, await pool.ClaimAsync(plan, Ct));
        Assert.False(await pool.RetireAsync(Ct));
        using var fed = await sandbox.PostAsync(plan, "/stdin?eof", Ct, "\n"u8.ToArray());
        Assert.IsType<Finished>(await sandbox.EventsAsync(plan, Ct).LastAsync(Ct));
        Assert.False(await pool.RetireAsync(Ct));
        await sandbox.DoneAsync(plan, Ct);
    }

    [Fact]
    public async Task Of_claims_and_retirements_at_once_one_is_taken()
    {
        for (var round = 0; round < 10; round++)
        {
            await using var sandbox = await RunnerSandbox.StartAsync(Ct);
            var retired = Enumerable.Range(0, 4).Select(async _ => await RetiredAsync(sandbox) ? 1 : 0);
            var claimed = Enumerable.Range(0, 4).Select(async _ => await new RunnerClient(sandbox.Client).ClaimAsync(Plans.Python(""), Ct) == ClaimResult.Taken ? 1 : 0);
            var retirements = (await Task.WhenAll([.. retired, .. claimed]))[..4].Sum();
            if (retirements > 0) Assert.Equal(0, await sandbox.ExitAsync(Ct));
            else Assert.NotEqual(RunnerPhase.Free, (await sandbox.StateAsync(Ct)).State);
        }

        static async Task<bool> RetiredAsync(RunnerSandbox sandbox)
        {
            try
            {
                return await new RunnerClient(sandbox.Client).RetireAsync(Ct);
            }
            catch (RunnerLostException)
            {
                return false;
            }
        }
    }

    [Theory]
    [InlineData("/etc/passwd", "relative")]
    [InlineData("../escaped", "'..'")]
    [InlineData("a/../../escaped", "'..'")]
    [InlineData("a//b", "no empty part")]
    [InlineData("nul\0", "NUL")]
    [InlineData("", "empty")]
    [InlineData("main.py", "twice")]
    [InlineData("main.py/below", "is a file")]
    public async Task A_file_name_that_is_not_one_is_refused_with_the_reason(string name, string reason)
    {
        await using var sandbox = await RunnerSandbox.StartAsync(Ct);
        var plan = Plans.Python("print(1)");
        using var answer = await sandbox.ClaimAsync(plan with { Files = [.. plan.Files, new SourceFile { Name = name, Content = "" }] }, Ct);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(reason, await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Equal(RunnerPhase.Free, (await sandbox.StateAsync(Ct)).State);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[1")]
    [InlineData("{\"id\":\"\\ud800\"}")]
    public async Task What_is_not_a_plan_is_refused(string body)
    {
        await using var sandbox = await RunnerSandbox.StartAsync(Ct);
        using var answer = await sandbox.Client.PostAsync("/claim", new StringContent(body), Ct);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(RunnerPhase.Free, (await sandbox.StateAsync(Ct)).State);
    }

    [Theory]
    [InlineData("GET", "/claim", HttpStatusCode.MethodNotAllowed)]
    [InlineData("POST", "/state", HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "/retire", HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "/other", HttpStatusCode.Unauthorized)]
    public async Task Other_calls_are_refused(string method, string path, HttpStatusCode status)
    {
        await using var sandbox = await RunnerSandbox.StartAsync(Ct);
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        Assert.Equal(status, await StatusAsync(sandbox.Client.SendAsync(request, Ct)));
    }

    [Fact]
    public async Task Events_resume_from_every_seq_and_are_the_same_again()
    {
        await using var sandbox = await RunnerSandbox.StartAsync(Ct);
        var plan = Plans.Bash("for i in 1 2 3 4; do echo $i; sleep 0.05; done; echo end >&2");
        var all = (await sandbox.RunAsync(plan, Ct)).Events;
        Assert.True(all.Count >= 6);
        for (var from = 0; from <= plan.FirstSeq + all.Count; from++)
            Assert.Equal(all.Where(e => e.Seq >= from), await sandbox.EventsAsync(plan, Ct, from).ToListAsync(Ct));
    }

    [Fact]
    public async Task Output_arrives_while_the_program_runs()
    {
        await using var sandbox = await RunnerSandbox.StartAsync(Ct);
        var plan = Plans.Python("print('prompt', flush=True)\nprint('got', input())") with { Interactive = true };
        using var claimed = await sandbox.ClaimAsync(plan, Ct);
        await using var events = sandbox.EventsAsync(plan, Ct).GetAsyncEnumerator(Ct);
        while (await events.MoveNextAsync() && events.Current is not Output { Text: "prompt\n" }) { }
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(sandbox.PostAsync(plan, "/stdin", Ct, Encoding.UTF8.GetBytes("an ans"))));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(sandbox.PostAsync(plan, "/stdin?eof", Ct, Encoding.UTF8.GetBytes("wer\n"))));
        while (await events.MoveNextAsync() && events.Current is not Output { Text: "got an answer\n" }) { }
        Assert.True(await events.MoveNextAsync());
        Assert.Equal(Outcome.Succeeded, Assert.IsType<Finished>(events.Current).Outcome);
        Assert.Equal(HttpStatusCode.Conflict, await StatusAsync(sandbox.PostAsync(plan, "/stdin", Ct, [1])));
    }

    [Fact]
    public async Task Input_that_is_said_again_is_taken_once()
    {
        await using var sandbox = await RunnerSandbox.StartAsync(Ct);
        var plan = Plans.Python("import sys; print(sys.stdin.read(), end='')") with { Interactive = true };
        using var claimed = await sandbox.ClaimAsync(plan, Ct);
        foreach (var (call, text) in new[] { ("offset=3", "a"), ("offset=3", "a"), ("offset=5&eof", "b"), ("offset=3", "a"), ("offset=5&eof", "b") })
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(sandbox.PostAsync(plan, $"/stdin?{call}", Ct, Encoding.UTF8.GetBytes(text))));
        Assert.Equal(HttpStatusCode.Conflict, await StatusAsync(sandbox.PostAsync(plan, "/stdin?offset=6", Ct, [1])));
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync(sandbox.PostAsync(plan, "/stdin?offset=-1", Ct, [1])));
        Assert.Equal("ab", string.Concat((await sandbox.EventsAsync(plan, Ct).ToListAsync(Ct)).OfType<Output>().Select(e => e.Text)));
    }

    [Fact]
    public async Task Stdin_of_a_program_that_is_not_interactive_is_closed()
    {
        await using var sandbox = await RunnerSandbox.StartAsync(Ct);
        var plan = Plans.Bash("sleep 10");
        using var claimed = await sandbox.ClaimAsync(plan, Ct);
        Assert.Equal(HttpStatusCode.Conflict, await StatusAsync(sandbox.PostAsync(plan, "/stdin", Ct, [1])));
    }

    [Fact]
    public async Task A_cancelled_program_ends_at_once_and_may_be_cancelled_again()
    {
        await using var sandbox = await RunnerSandbox.StartAsync(Ct);
        var plan = Plans.Bash("trap '' TERM; sleep 60");
        using var claimed = await sandbox.ClaimAsync(plan, Ct);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(sandbox.PostAsync(plan, "/cancel", Ct)));
        var last = await sandbox.EventsAsync(plan, Ct).LastAsync(Ct);
        Assert.Equal(Outcome.Cancelled, Assert.IsType<Finished>(last).Outcome);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(sandbox.PostAsync(plan, "/cancel", Ct)));
        Assert.Equal(0, sandbox.LivingProcesses());
    }

    [Fact]
    public async Task A_compilation_can_be_cancelled()
    {
        await using var sandbox = await RunnerSandbox.StartAsync(Ct);
        var plan = Plans.C("");
        plan = plan with { Compile = plan.Compile! with { Command = ["sleep", "60"] } };
        using var claimed = await sandbox.ClaimAsync(plan, Ct);
        using var cancelled = await sandbox.PostAsync(plan, "/cancel", Ct);
        Assert.Equal(Outcome.Cancelled, Assert.IsType<Finished>(await sandbox.EventsAsync(plan, Ct).LastAsync(Ct)).Outcome);
    }

    [Fact]
    public async Task A_runner_that_no_dispatcher_asks_about_ends_itself()
    {
        await using var sandbox = await RunnerSandbox.StartAsync(Ct, "RCODER_ORPHAN_MS=300");
        using (var claimed = await sandbox.ClaimAsync(Plans.Bash("sleep 60"), Ct))
        {
        }
        sandbox.Client.Dispose();
        Assert.NotEqual(0, await sandbox.ExitAsync(Ct));
    }

    [Fact]
    public async Task A_finished_runner_that_is_not_acknowledged_ends_itself()
    {
        await using var sandbox = await RunnerSandbox.StartAsync(Ct, "RCODER_ORPHAN_MS=300");
        await sandbox.RunAsync(Plans.Bash("true"), Ct);
        Assert.NotEqual(0, await sandbox.ExitAsync(Ct));
    }

    private static async Task<HttpStatusCode> StatusAsync(Task<HttpResponseMessage> answer)
    {
        using var response = await answer;
        return response.StatusCode;
    }
}
