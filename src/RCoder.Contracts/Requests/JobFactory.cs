using RCoder.Contracts.Executions;
using RCoder.Contracts.Jobs;
using RCoder.Contracts.Runtimes;

namespace RCoder.Contracts.Requests;

/// <summary>Makes the job of a request in which <see cref="RequestValidator"/> found nothing wrong.</summary>
public static class JobFactory
{
    public static Job Create(ExecutionId id, ExecutionRequest request, Runtime runtime, string tenant, DateTimeOffset now) => new()
    {
        Id = id,
        Tenant = tenant,
        Runtime = runtime.Name,
        Language = request.Language,
        Files = RunningFirst(request.Files, runtime.Spec.Source),
        Stdin = request.Stdin,
        Interactive = request.Interactive,
        Args = request.Args,
        Env = request.Env,
        Limits = runtime.Spec.Limits.Defaults().With(request.Limits),
        AcceptedAt = now,
        Deadline = now.AddMilliseconds(request.DeadlineMs ?? RequestBounds.DefaultDeadlineMs),
    };

    private static List<SourceFile> RunningFirst(IReadOnlyList<SourceFile> files, string source)
    {
        var named = files.Select(file => file.Name is null ? file with { Name = source } : file).ToList();
        var running = named.FindIndex(file => file.Name == source);
        if (running > 0)
        {
            named.Insert(0, named[running]);
            named.RemoveAt(running + 1);
        }
        return named;
    }
}
