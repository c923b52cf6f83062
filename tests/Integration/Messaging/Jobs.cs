using RCoder.Contracts.Executions;
using RCoder.Contracts.Jobs;

namespace RCoder.Integration.Messaging;

internal static class Jobs
{
    public static Job New() => new()
    {
        Id = ExecutionId.New(Now),
        Tenant = "t",
        Runtime = Broker.Runtime,
        Language = "py",
        Files = [new SourceFile { Name = "main.py", Content = "print(1)" }],
        Limits = Limits.Default,
        AcceptedAt = Now,
        Deadline = Now.AddMinutes(10),
    };

    private static DateTimeOffset Now => DateTimeOffset.UtcNow;
}
