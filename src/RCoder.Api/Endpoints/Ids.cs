using Microsoft.AspNetCore.Http;
using RCoder.Api.Problems;
using RCoder.Contracts.Executions;

namespace RCoder.Api.Endpoints;

/// <summary>The id in a path.</summary>
internal static class Ids
{
    /// <exception cref="ProblemException">400.</exception>
    public static ExecutionId Of(HttpRequest request) =>
        ExecutionId.TryParse(request.RouteValues["id"] as string, out var id)
            ? id
            : throw ProblemException.Field(StatusCodes.Status400BadRequest, "id", "is not an execution id: 32 hex digits of a version 7 UUID, as POST /v1/executions gave it");
}
