using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using RCoder.Api.Problems;

namespace RCoder.Api.Docs;

/// <summary>What the OpenAPI document says of one path and method.</summary>
internal sealed record Operation(string Name, string Tag, string Summary, string Description)
{
    public IReadOnlyList<Parameter> Parameters { get; init; } = [];

    /// <summary>The type of the body, its media type, and an example of it in JSON.</summary>
    public (Type Type, string MediaType, string? Example)? Body { get; init; }

    public IReadOnlyList<Reply> Replies { get; init; } = [];

    /// <summary>Statuses of errors; each carries a <see cref="Problem"/>.</summary>
    public IReadOnlyList<int> Errors { get; init; } = [];
}

/// <param name="Place"><c>path</c>, <c>query</c> or <c>header</c>.</param>
internal sealed record Parameter(string Name, string Place, string Description, string Example);

internal sealed record Reply(int Status, string Description, Type? Type = null, string MediaType = "application/json", string? Example = null);

internal static class Describing
{
    public static void Describe(this RouteHandlerBuilder endpoint, Operation operation)
    {
        endpoint.WithName(operation.Name).WithSummary(operation.Summary).WithDescription(operation.Description).WithTags(operation.Tag).WithMetadata(operation);
        foreach (var reply in operation.Replies)
            endpoint.Produces(reply.Status, reply.Type, reply.Type is null ? null : reply.MediaType);
        foreach (var status in operation.Errors)
            endpoint.Produces<Problem>(status, "application/problem+json");
    }
}
