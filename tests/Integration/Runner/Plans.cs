using RCoder.Contracts.Executions;
using RCoder.Contracts.Runners;

namespace RCoder.Integration.Runner;

/// <summary>Plans of small programs for the languages that every test machine has.</summary>
internal static class Plans
{
    private static readonly Dictionary<string, string> Env = new() { ["PATH"] = "/usr/bin:/bin", ["HOME"] = "/workspace", ["LANG"] = "C.UTF-8" };

    public static Plan Python(string source, Limits? limits = null) => New([new SourceFile { Name = "main.py", Content = source }], ["/usr/bin/python3", "main.py"], limits);

    public static Plan Bash(string source, Limits? limits = null) => New([new SourceFile { Name = "main.sh", Content = source }], ["bash", "main.sh"], limits);

    public static Plan C(string source, Limits? limits = null) => New([new SourceFile { Name = "main.c", Content = source }], ["./main"], limits) with
    {
        Compile = new PhasePlan { Command = ["gcc", "-O1", "-pthread", "-o", "main", "main.c"], Env = Env, Limits = (limits ?? Limits.Default) with { Processes = 64 } },
    };

    public static Plan For(string language, string source, Limits limits) => language switch
    {
        "python" => Python(source, limits),
        "bash" => Bash(source, limits),
        "c" => C(source, limits),
        _ => throw new NotSupportedException(language),
    };

    public static Plan New(IReadOnlyList<SourceFile> files, IReadOnlyList<string> command, Limits? limits = null) => new()
    {
        Id = ExecutionId.New(DateTimeOffset.UtcNow),
        Secret = Guid.NewGuid().ToString("N"),
        Attempt = 1,
        FirstSeq = 3,
        Files = files,
        Run = new PhasePlan { Command = command, Env = Env, Limits = limits ?? Limits.Default },
    };
}
