using System.Net;
using System.Net.Http.Headers;
using System.Text;
using RCoder.Contracts.Executions;

namespace RCoder.Integration.WholePath;

public abstract class WholePathTests
{
    private readonly Serving serving;

    protected WholePathTests(Serving serving)
    {
        Assert.SkipWhen(serving.Missing is not null, serving.Missing ?? "");
        this.serving = serving;
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private HttpClient Api => serving.Process.Api;

    [Fact]
    public async Task A_program_runs_and_its_result_comes_back_with_the_answer()
    {
        var result = await Api.RunAsync(new { language = "python", source = "import sys; print('out'); print('err', file=sys.stderr)" }, Ct);
        Assert.Equal(Outcome.Succeeded, result.Outcome);
        Assert.Equal("out\n", result.Stdout);
        Assert.Equal("err\n", result.Stderr);
        Assert.Equal(0, result.ExitCode);
        Assert.Equal(1, result.Attempt);
        var t = result.Timings!;
        Assert.InRange(t.QueuedMs + t.ClaimMs + t.CompileMs + t.RunMs + t.PublishMs, t.TotalMs - .01, t.TotalMs + .01);
    }

    [Theory]
    [InlineData("javascript", "console.log(6*7)")]
    [InlineData("bash", "echo $((6*7))")]
    [InlineData("c", "#include <stdio.h>\nint main(){printf(\"%d\\n\", 6*7);}")]
    [InlineData("cpp", "#include <iostream>\nint main(){std::cout << 6*7 << std::endl;}")]
    public async Task Every_language_of_a_bare_machine_runs(string language, string source)
    {
        var result = await Api.RunAsync(new { language, source }, Ct);
        Assert.Equal((Outcome.Succeeded, "42\n"), (result.Outcome!.Value, result.Stdout));
    }

    [Fact]
    public async Task A_compile_error_is_told_apart_from_a_failed_run()
    {
        var result = await Api.RunAsync(new { language = "c", source = "int main( {" }, Ct);
        Assert.Equal(Outcome.CompilationFailed, result.Outcome);
        Assert.Equal(Outcome.Failed, result.Compile!.Outcome);
        Assert.Contains("error", result.Compile.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_stdin_arguments_and_environment_reach_the_program()
    {
        var result = await Api.RunAsync(new
        {
            language = "python",
            files = new[] { new { name = "main.py", content = "import sys, os, lib.a; print(lib.a.X, sys.argv[1:], os.environ['K'], sys.stdin.read())" }, new { name = "lib/a.py", content = "X = 'lib'" } },
            stdin = "in",
            args = new[] { "a b", "c" },
            env = new Dictionary<string, string> { ["K"] = "v" },
        }, Ct);
        Assert.Equal("lib ['a b', 'c'] v in\n", result.Stdout);
    }

    [Fact]
    public async Task A_reconnect_at_any_event_brings_the_rest_each_event_once()
    {
        var id = await Api.AcceptAsync(new { language = "python", source = "import time\nfor i in range(10): print(i, flush=True); time.sleep(0.02)" }, Ct);
        var whole = (await Api.EventsAsync(id, null, Ct)).Where(e => e.Id is not null).ToList();
        // The API's own word may come after the dispatcher's first: they have different writers.
        Assert.Contains(whole[0].Type, (string[])["accepted", "assigned"]);
        Assert.Equal("finished", whole[^1].Type);
        Assert.Equal(string.Concat(Enumerable.Range(0, 10).Select(i => $"{i}\n")), string.Concat(whole.Where(e => e.Type == "output").Select(e => e.Data.GetProperty("text").GetString())));
        for (var i = 0; i < whole.Count; i++)
        {
            var rest = await Api.EventsAsync(id, whole[i].Id, Ct);
            Assert.Equal(whole.Skip(i + 1).Select(e => e.Id), rest.Where(e => e.Id is not null).Select(e => e.Id));
        }
    }

    [Fact]
    public async Task A_program_that_reads_gets_what_is_typed_while_it_runs()
    {
        var id = await Api.AcceptAsync(new { language = "python", source = "for line in iter(input, 'end'): print('got', line, flush=True)\nprint('bye')", interactive = true }, Ct);
        var text = new StringBuilder();
        await foreach (var e in Api.FollowAsync(id, null, Ct))
        {
            if (e.Type == "running")
                await TypeAsync(id, "one\n");
            if (e.Type == "output" && text.Append(e.Data.GetProperty("text").GetString()).ToString() == "got one\n")
                await TypeAsync(id, "end\n");
        }
        Assert.Equal("got one\nbye\n", text.ToString());
        using var late = await Api.PostAsync($"/v1/executions/{id}/stdin", new StringContent("x"), Ct);
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
    }

    [Fact]
    public async Task Stdin_that_ends_ends_a_program_that_reads_to_the_end()
    {
        var id = await Api.AcceptAsync(new { language = "bash", source = "cat; echo done", interactive = true }, Ct);
        await TypeAsync(id, "text ");
        using (var end = await Api.PostAsync($"/v1/executions/{id}/stdin?eof", null, Ct))
            Assert.True(end.IsSuccessStatusCode);
        await Api.EventsAsync(id, null, Ct);
        Assert.Equal("text done\n", (await Api.GetAsync(id, Ct)).Stdout);
    }

    [Fact]
    public async Task A_cancel_ends_a_running_program_at_once()
    {
        var id = await Api.AcceptAsync(new { language = "bash", source = "echo up; sleep 9" }, Ct);
        await foreach (var e in Api.FollowAsync(id, null, Ct))
        {
            if (e.Type != "output")
                continue;
            using var cancel = await Api.DeleteAsync($"/v1/executions/{id}", Ct);
            Assert.Equal(HttpStatusCode.Accepted, cancel.StatusCode);
        }
        var result = await Api.GetAsync(id, Ct);
        Assert.Equal(Outcome.Cancelled, result.Outcome);
        Assert.Equal("up\n", result.Stdout);
        Assert.InRange(result.WallMs!.Value, 0, 5000);
        using var again = await Api.DeleteAsync($"/v1/executions/{id}", Ct);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }

    [Fact]
    public async Task What_waits_can_be_cancelled_and_expires_and_the_rest_still_runs()
    {
        var busy = await Task.WhenAll(Enumerable.Range(0, Serving.Slots).Select(_ => KeepASlotAsync()));
        var cancelled = await Api.AcceptAsync(new { language = "bash", source = "echo never" }, Ct);
        var expired = await Api.AcceptAsync(new { language = "bash", source = "echo never", deadlineMs = 500 }, Ct);
        var patient = await Api.AcceptAsync(new { language = "bash", source = "echo patient" }, Ct);
        using (await Api.DeleteAsync($"/v1/executions/{cancelled}", Ct)) { }

        await Api.EventsAsync(cancelled, null, Ct);
        await Api.EventsAsync(expired, null, Ct);
        Assert.Equal(Outcome.Cancelled, (await Api.GetAsync(cancelled, Ct)).Outcome);
        Assert.Equal(Outcome.Expired, (await Api.GetAsync(expired, Ct)).Outcome);
        Assert.Equal(ExecutionState.Queued, (await Api.GetAsync(patient, Ct)).State);
        foreach (var id in busy)
            await TypeAsync(id, "go\n");
        foreach (var id in busy.Append(patient))
        {
            await Api.EventsAsync(id, null, Ct);
            Assert.Equal(Outcome.Succeeded, (await Api.GetAsync(id, Ct)).Outcome);
        }
    }

    [Fact]
    public async Task A_gigabyte_of_output_is_cut_and_flagged_and_costs_no_memory()
    {
        var before = serving.Process.Memory;
        var result = await Api.RunAsync(new
        {
            language = "python",
            source = "import os\nb = b'x' * (1 << 20)\nfor _ in range(1024): os.write(1, b)",
            limits = new { wallMs = 30_000, cpuMs = 30_000 },
        }, Ct);
        Assert.Equal(Outcome.Succeeded, result.Outcome);
        Assert.True(result.Truncated.Stdout);
        Assert.Equal(Limits.Default.OutputBytes, result.Stdout!.Length);
        Assert.InRange(serving.Process.Memory - before, long.MinValue, 64L << 20);
    }

    [Fact]
    public async Task Bytes_that_are_no_text_come_back_as_they_were()
    {
        var result = await Api.RunAsync(new { language = "python", source = "import sys; sys.stdout.buffer.write(bytes(range(256)))" }, Ct);
        Assert.Null(result.Stdout);
        Assert.Equal(Enumerable.Range(0, 256).Select(i => (byte)i), Convert.FromBase64String(result.StdoutBase64!));
    }

    [Fact]
    public async Task A_burst_of_a_hundred_programs_ends_right()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Api.RunAsync(new { language = "python", source = $"print({i})" }, Ct)));
        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"{i}\n"), results.Select(r => r.Stdout));
    }

    [Fact]
    public async Task The_original_api_still_answers()
    {
        using var response = await Api.PostAsync("/execute", new StringContent("""{"language":"python","code":"print(6*7)"}""", new MediaTypeHeaderValue("application/json")), Ct);
        var body = await response.Content.ReadAsStringAsync(Ct);
        Assert.Contains("\"output\":\"42\\n\"", body, StringComparison.Ordinal);
        Assert.Contains("\"task_id\":\"", body, StringComparison.Ordinal);
    }

    /// <summary>A program that runs until something is typed.</summary>
    private async Task<ExecutionId> KeepASlotAsync()
    {
        var id = await Api.AcceptAsync(new { language = "bash", source = "read", interactive = true, limits = new { wallMs = 60_000 } }, Ct);
        await foreach (var e in Api.FollowAsync(id, null, Ct))
        {
            if (e.Type == "running")
                return id;
        }
        throw new InvalidOperationException($"{id} ended before it was told to");
    }

    private async Task TypeAsync(ExecutionId id, string text)
    {
        using var typed = await Api.PostAsync($"/v1/executions/{id}/stdin", new ByteArrayContent(Encoding.UTF8.GetBytes(text)), Ct);
        Assert.True(typed.IsSuccessStatusCode, $"{typed.StatusCode}");
    }
}

public sealed class EmbeddedWholePathTests(ServingEmbedded serving) : WholePathTests(serving), IClassFixture<ServingEmbedded>;

public sealed class KafkaWholePathTests(ServingKafka serving) : WholePathTests(serving), IClassFixture<ServingKafka>;
