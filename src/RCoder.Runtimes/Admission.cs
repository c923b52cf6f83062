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

    /// <summary>Of a request as it was read, in whichever contract's form it came; what was wrong with it already is told too.</summary>
    public static Admission Of(RequestReading reading, RuntimeCatalogue catalogue, string tenant, DateTimeOffset now) =>
        reading.Request is { } request ? Of(request, reading.Problems, catalogue, tenant, now) : new Admission(reading.Problems);

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
