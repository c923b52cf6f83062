using System.Text;
using RCoder.Contracts.Events;
using RCoder.Contracts.Executions;
using RCoder.Shared;

namespace RCoder.Integration.Runner;

/// <summary>What comes of ordinary programs, and of each limit.</summary>
public sealed class RunTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_program_that_prints_succeeds_and_tells_what_it_used()
    {
        var run = await RunAsync(Plans.Python("print('hello')"));
        Assert.Equal("hello\n", run.Stdout);
        Assert.Equal((Outcome.Succeeded, 0, null), (run.Finished.Outcome, run.Finished.ExitCode, run.Finished.Signal));
        Assert.InRange(run.Finished.CpuMs!.Value, 1, 1000);
        Assert.InRange(run.Finished.PeakMemoryBytes!.Value, 4 << 20, 64 << 20);
        Assert.Equal(run.Finished.WallMs, run.Finished.Timings!.RunMs);
        Assert.Collection(run.Events, e => Assert.IsType<Running>(e), e => Assert.IsType<Output>(e), e => Assert.IsType<Finished>(e));
        Assert.Equal([3, 4, 5], run.Events.Select(e => e.Seq));
    }

    [Fact]
    public async Task Stdin_goes_in_and_ends()
    {
        var text = new string('ä', 200_000);
        var run = await RunAsync(Plans.Python("import sys; print(len(sys.stdin.read()))") with { Stdin = text });
        Assert.Equal("200000\n", run.Stdout);
    }

    [Fact]
    public async Task A_program_that_never_reads_a_long_stdin_is_not_waited_for()
    {
        var run = await RunAsync(Plans.Python("print('unread')") with { Stdin = new string('x', 4 << 20) });
        Assert.Equal((Outcome.Succeeded, "unread\n"), (run.Finished.Outcome, run.Stdout));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(42)]
    [InlineData(255)]
    public async Task An_exit_code_other_than_0_is_a_failure_with_that_code(int code)
    {
        var run = await RunAsync(Plans.Bash($"exit {code}"));
        Assert.Equal((Outcome.Failed, code, null), (run.Finished.Outcome, run.Finished.ExitCode, run.Finished.Signal));
    }

    [Theory]
    [InlineData("SIGSEGV")]
    [InlineData("SIGTERM")]
    [InlineData("SIGKILL")]
    [InlineData("SIGPIPE")]
    public async Task A_signal_that_ends_the_program_is_named(string signal)
    {
        var run = await RunAsync(Plans.Bash($"kill -{signal} $$"));
        Assert.Equal((Outcome.Signalled, null, signal), (run.Finished.Outcome, run.Finished.ExitCode, run.Finished.Signal));
    }

    [Fact]
    public async Task A_sleeper_is_ended_by_the_wall_limit()
    {
        var run = await RunAsync(Plans.Python("import time; print('begin', flush=True); time.sleep(60)", Limits.Default with { WallMs = 300 }));
        Assert.Equal((Outcome.TimeLimitExceeded, "begin\n"), (run.Finished.Outcome, run.Stdout));
        Assert.InRange(run.Finished.WallMs!.Value, 300, 1300);
    }

    [Fact]
    public async Task Output_past_the_limit_is_cut_between_characters_and_the_program_goes_on()
    {
        var run = await RunAsync(Plans.Python("import sys\nprint('ä' * 1000)\nsys.exit(5)", Limits.Default with { OutputBytes = 101 }));
        Assert.Equal(new string('ä', 50), run.Stdout);
        Assert.Equal((Outcome.Failed, 5), (run.Finished.Outcome, run.Finished.ExitCode));
        Assert.Equal(new Truncation { Stdout = true }, run.Finished.Truncated);
    }

    [Fact]
    public async Task A_gigabyte_of_output_leaves_the_runner_small()
    {
        await using var sandbox = await RunnerSandbox.StartAsync(Ct);
        var run = await sandbox.RunAsync(Plans.Bash("head -c 1G /dev/zero", Limits.Default with { WallMs = 30_000, CpuMs = 30_000 }), Ct);
        Assert.Equal((Outcome.Succeeded, 1 << 20), (run.Finished.Outcome, run.Bytes(OutputStream.Stdout).Length));
        Assert.InRange(sandbox.PeakBytesOfRunner(), 1, 32 << 20);
    }

    [Fact]
    public async Task All_of_much_output_arrives_however_fast_it_is_read()
    {
        const int bytes = 16 << 20;
        var run = await RunAsync(Plans.Bash($"head -c {bytes} /dev/zero | tr '\\0' x; echo end >&2", Limits.Default with { OutputBytes = bytes }));
        Assert.Equal((bytes, "end\n"), (run.Stdout.Length, run.Stderr));
        Assert.Equal(new Truncation(), run.Finished.Truncated);
    }

    [Fact]
    public async Task A_character_written_in_two_halves_stays_text()
    {
        var run = await RunAsync(Plans.Python(@"import os, time; os.write(1, b'\xc3'); time.sleep(0.1); os.write(1, b'\xa4')"));
        Assert.Equal(["ä"], run.Events.OfType<Output>().Select(o => o.Text));
    }

    [Fact]
    public async Task The_processes_limit_makes_fork_fail_and_leaves_all_below_it()
    {
        const string source = "import os, time\ncount = 0\nwhile True:\n    try:\n        if os.fork() == 0: time.sleep(10); os._exit(0)\n        count += 1\n    except OSError: break\nprint(count)\n";
        var run = await RunAsync(Plans.Python(source, Limits.Default with { Processes = 16 }));
        Assert.Equal((Outcome.Succeeded, "15\n"), (run.Finished.Outcome, run.Stdout));
    }

    [Fact]
    public async Task A_missing_command_is_the_platforms_fault_and_is_named()
    {
        var run = await RunAsync(Plans.New([], ["no-such-language", "main.x"]));
        Assert.Equal((Outcome.PlatformError, null), (run.Finished.Outcome, run.Finished.ExitCode));
        Assert.Contains("no-such-language", run.Finished.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_may_not_be_executed_is_the_programs_failure()
    {
        var run = await RunAsync(Plans.New([new SourceFile { Name = "data", Content = "text" }], ["./data"]));
        Assert.Equal((Outcome.Failed, 126), (run.Finished.Outcome, run.Finished.ExitCode));
        Assert.Contains("permission denied", run.Finished.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_are_in_their_folders_and_the_environment_is_only_the_plans()
    {
        var plan = Plans.New(
            [new SourceFile { Name = "a/b/run.sh", Content = "#!/bin/sh\npwd; env | sort; cat a/b/bytes" },
             new SourceFile { Name = "a/b/bytes", Content = "AP8=", Encoding = ContentEncoding.Base64 }],
            ["./a/b/run.sh"]);
        plan = plan with { Run = plan.Run with { Env = new Dictionary<string, string> { ["PATH"] = "/bin", ["NAME"] = "value" } } };
        var run = await RunAsync(plan);
        var expected = Encoding.UTF8.GetBytes("/workspace\nNAME=value\nPATH=/bin\nPWD=/workspace\n");
        Assert.Equal([.. expected, 0, 0xFF], run.Bytes(OutputStream.Stdout));
    }

    [Fact]
    public async Task A_program_starts_with_default_signals_three_descriptors_and_limits()
    {
        var run = await RunAsync(Plans.Bash("ls /proc/self/fd | wc -l; grep -E '^Sig(Ign|Blk)' /proc/self/status; ulimit -c; grep NoNewPrivs /proc/self/status; cat /proc/self/oom_score_adj"));
        Assert.Equal("4\nSigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n0\nNoNewPrivs:\t1\n1000\n", run.Stdout);
    }

    [Fact]
    public async Task A_compiled_program_runs_and_both_phases_are_told_apart()
    {
        var run = await RunAsync(Plans.C("#include <stdio.h>\n#warning careful\nint main(void) { puts(\"ran\"); return 3; }"));
        Assert.Equal(["Compiling", "Output", "Compiled", "Running", "Output", "Finished"], run.Events.Select(e => e.GetType().Name));
        Assert.Contains("careful", Encoding.UTF8.GetString(run.Bytes(OutputStream.Stderr, Phase.Compile)), StringComparison.Ordinal);
        Assert.Equal(Outcome.Succeeded, run.Events.OfType<Compiled>().Single().Outcome);
        Assert.Equal((Outcome.Failed, 3, "ran\n"), (run.Finished.Outcome, run.Finished.ExitCode, run.Stdout));
        Assert.True(run.Finished.Timings!.CompileMs > 0);
    }

    [Fact]
    public async Task A_program_that_does_not_compile_ends_there()
    {
        var run = await RunAsync(Plans.C("int main(void) { return nothing; }"));
        Assert.Equal((Outcome.Failed, 1), (run.Events.OfType<Compiled>().Single().Outcome, run.Events.OfType<Compiled>().Single().ExitCode));
        Assert.Equal(Outcome.CompilationFailed, run.Finished.Outcome);
        Assert.DoesNotContain(run.Events, e => e is Running);
    }

    [Fact]
    public async Task A_compiler_that_takes_too_long_is_a_failed_compilation_and_says_why()
    {
        var plan = Plans.C("int main(void) { return 0; }");
        plan = plan with { Compile = plan.Compile! with { Command = ["sleep", "60"], Limits = Limits.Default with { WallMs = 200 } } };
        var run = await RunAsync(plan);
        Assert.Equal(Outcome.TimeLimitExceeded, run.Events.OfType<Compiled>().Single().Outcome);
        Assert.Equal(Outcome.CompilationFailed, run.Finished.Outcome);
    }

    [Fact]
    public async Task What_a_compiler_leaves_running_does_not_reach_the_run()
    {
        var plan = Plans.Bash("set -- /proc/[0-9]*; echo $#");
        plan = plan with { Compile = plan.Run with { Command = ["bash", "-c", "setsid sleep 60 & setsid sleep 60 & exit 0"] } };
        var run = await RunAsync(plan);
        // Process 1 and bash.
        Assert.Equal("2\n", run.Stdout);
    }

    private static async Task<RunnerOutput> RunAsync(RCoder.Contracts.Runners.Plan plan)
    {
        await using var sandbox = await RunnerSandbox.StartAsync(Ct);
        return await sandbox.RunAsync(plan, Ct);
    }
}
