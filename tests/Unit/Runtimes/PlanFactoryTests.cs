using RCoder.Contracts.Executions;
using RCoder.Contracts.Jobs;
using RCoder.Contracts.Runtimes;
using RCoder.Runtimes.Plans;

namespace RCoder.Unit.Runtimes;

public sealed class PlanFactoryTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private static readonly Job Job = new()
    {
        Id = ExecutionId.New(Now),
        Tenant = "anonymous",
        Runtime = "c",
        Language = "c",
        Files = [File("main.c"), File("lib/util.c"), File("util.h")],
        Args = ["-v", "{source}"],
        Limits = Limits.Default,
        AcceptedAt = Now,
        Deadline = Now.AddMinutes(10),
    };

    private static readonly RuntimeSpec Spec = Some.Spec with
    {
        Source = "main.c",
        Compile = new CompileSpec { Command = ["gcc", "-o", ".program", "{sources}"] },
        Run = new CommandSpec { Command = ["./.program"] },
        Limits = new LimitsSpec { Max = new RequestedLimits { CpuMs = 77_000 } },
    };

    [Fact]
    public void Commands_get_the_files_and_the_run_command_the_args_as_they_are()
    {
        var plan = PlanFactory.Create(Job, Spec, attempt: 2, firstSeq: 5, secret: "s");
        Assert.Equal(["gcc", "-o", ".program", "main.c", "lib/util.c"], plan.Compile!.Command);
        Assert.Equal(["./.program", "-v", "{source}"], plan.Run.Command);
        Assert.Equal((2, 5, "s", Job.Id), (plan.Attempt, plan.FirstSeq, plan.Secret, plan.Id));
    }

    [Fact]
    public void A_runtime_without_a_compiler_has_no_compile_phase()
    {
        var plan = PlanFactory.Create(Job, Spec with { Compile = null, Run = new CommandSpec { Command = ["tcc", "-run", "{source}", "--name={stem}"] } }, 1, 1, "s");
        Assert.Null(plan.Compile);
        Assert.Equal(["tcc", "-run", "main.c", "--name=main", "-v", "{source}"], plan.Run.Command);
    }

    [Fact]
    public void A_file_named_like_an_option_does_not_become_one()
    {
        var plan = PlanFactory.Create(Job with { Files = [File("-o.c")], Args = [] }, Spec with { Run = new CommandSpec { Command = ["tcc", "{source}"] } }, 1, 1, "s");
        Assert.Equal(["gcc", "-o", ".program", "./-o.c"], plan.Compile!.Command);
        Assert.Equal(["tcc", "./-o.c"], plan.Run.Command);
    }

    [Fact]
    public void The_compiler_may_use_the_runtime_s_maxima_but_for_limits_of_its_own()
    {
        var spec = Spec with { Compile = Spec.Compile! with { Limits = new RequestedLimits { Processes = 7 } } };
        var plan = PlanFactory.Create(Job, spec, 1, 1, "s");
        Assert.Equal(Limits.Maximum with { CpuMs = 77_000, Processes = 7 }, plan.Compile!.Limits);
        Assert.Equal(Limits.Default, plan.Run.Limits);
    }

    [Fact]
    public void The_environment_is_the_common_one_then_the_runtime_s_then_in_the_run_phase_alone_the_request_s()
    {
        var job = Job with { Env = new Dictionary<string, string> { ["HOME"] = "/tmp", ["X"] = "{source}" } };
        var spec = Spec with { Env = new Dictionary<string, string> { ["LANG"] = "C", ["MEMORY"] = "{memoryMb}MiB" } };
        var plan = PlanFactory.Create(job, spec, 1, 1, "s");
        const string path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
        Assert.Equal($"PATH={path} HOME=/workspace LANG=C MEMORY=1024MiB", Text(plan.Compile!.Env));
        Assert.Equal($"PATH={path} HOME=/tmp LANG=C MEMORY=256MiB X={{source}}", Text(plan.Run.Env));
    }

    private static string Text(IReadOnlyDictionary<string, string> env) => string.Join(' ', env.Select(pair => $"{pair.Key}={pair.Value}"));

    private static SourceFile File(string name) => new() { Name = name, Content = "" };
}
