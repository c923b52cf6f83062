using Microsoft.AspNetCore.Http;
using RCoder.Api.Http;
using RCoder.Contracts.Executions;
using RCoder.Contracts.Runtimes;
using RCoder.Runtimes.Catalogue;

namespace RCoder.Api.Endpoints;

/// <summary><c>GET /v1/runtimes</c>.</summary>
internal sealed class GetRuntimes(RuntimeCatalogue catalogue)
{
    public Task HandleAsync(HttpContext context)
    {
        Negotiation.Offers(context.Request, "application/json");
        context.Response.Headers.CacheControl = "no-cache";
        return JsonAnswer.WriteAsync(context.Response, StatusCodes.Status200OK, new RuntimeList([.. catalogue.All.Select(Entry)]), ApiJson.Wire.RuntimeList);
    }

    private static RuntimeEntry Entry(Runtime runtime) => new()
    {
        Name = runtime.Name,
        Language = runtime.Spec.Language,
        Version = runtime.Spec.Version,
        Aliases = runtime.Spec.Aliases,
        Ready = runtime.Ready,
        Message = runtime.Message,
        Source = runtime.Spec.Source,
        Limits = new RuntimeLimits { Default = runtime.Spec.Limits.Defaults(), Max = runtime.Spec.Limits.Maximum() },
        Compiled = runtime.Spec.Compile is not null,
        Editor = runtime.Spec.Editor ?? new EditorSpec(),
    };
}

internal sealed record RuntimeList(IReadOnlyList<RuntimeEntry> Runtimes);

/// <summary>A language that programs can be written in.</summary>
internal sealed record RuntimeEntry
{
    public required string Name { get; init; }
    public required string Language { get; init; }
    public required string Version { get; init; }
    public required IReadOnlyList<string> Aliases { get; init; }
    public required bool Ready { get; init; }

    /// <summary>Why it is not ready, and what to do about it.</summary>
    public string? Message { get; init; }

    /// <summary>The name that a file without one gets.</summary>
    public required string Source { get; init; }

    public required RuntimeLimits Limits { get; init; }
    public required bool Compiled { get; init; }
    public required EditorSpec Editor { get; init; }
}

internal sealed record RuntimeLimits
{
    public required Limits Default { get; init; }
    public required Limits Max { get; init; }
}
