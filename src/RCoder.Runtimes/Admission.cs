using RCoder.Contracts.Executions;
using RCoder.Contracts.Jobs;
using RCoder.Contracts.Requests;
using RCoder.Contracts.Runtimes;
using RCoder.Runtimes.Catalogue;

namespace RCoder.Runtimes;

/// <summary>Either the job of a request and its runtime, or everything that is wrong with it.</summary>
public sealed record Admission
{
    private Admission(Problems problems) => Problems = problems;

    /// <summary>Null when there are problems.</summary>
    public Job? Job { get; private init; }

    /// <summary>Null when there are problems.</summary>
    public Runtime? Runtime { get; private init; }

    public Problems Problems { get; }

    public static Admission Of(ReadOnlyMemory<byte> body, RuntimeCatalogue catalogue, string tenant, DateTimeOffset now)
    {
        var (request, problems) = RequestReader.Read(body);
        return request is null ? new Admission(problems) : Of(request, problems, catalogue, tenant, now);
    }

    /// <summary>For a request that came in another contract's form.</summary>
    public static Admission Of(ExecutionRequest request, RuntimeCatalogue catalogue, string tenant, DateTimeOffset now) =>
        Of(request, new Problems(), catalogue, tenant, now);

    private static Admission Of(ExecutionRequest request, Problems problems, RuntimeCatalogue catalogue, string tenant, DateTimeOffset now)
    {
        Runtime? runtime = null;
        if (!string.IsNullOrWhiteSpace(request.Language))
        {
            (runtime, var field, var message) = catalogue.Resolve(request.Language, request.Version);
            if (runtime is null)
                problems.Add(field, message);
        }
        RequestValidator.Validate(request, runtime, problems);
        if (!problems.IsEmpty || runtime is null)
            return new Admission(problems);
        return new Admission(problems)
        {
            Job = JobFactory.Create(ExecutionId.New(now), request, runtime, tenant, now),
            Runtime = runtime,
        };
    }
}
