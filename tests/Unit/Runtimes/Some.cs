using RCoder.Contracts.Executions;
using RCoder.Contracts.Runtimes;

namespace RCoder.Unit.Runtimes;

internal static class Some
{
    public static Runtime Runtime(string language, string version, params string[] aliases) => new()
    {
        Name = language,
        Spec = Spec with { Language = language, Version = version, Aliases = aliases },
        Ready = true,
    };

    public static readonly RuntimeSpec Spec = new()
    {
        Language = "python",
        Version = "3.11.2",
        Image = "python:3.11-slim",
        Source = "main.py",
        Run = new CommandSpec { Command = ["python3", "{source}"] },
        Limits = new LimitsSpec { Max = new RequestedLimits { WallMs = 30_000 } },
    };
}
