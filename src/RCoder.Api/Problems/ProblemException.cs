using System.Collections.ObjectModel;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using RCoder.Contracts.Executions;

namespace RCoder.Api.Problems;

/// <summary>Ends a request with an error that is the caller's to know.</summary>
internal sealed class ProblemException(int status, string detail, IReadOnlyDictionary<string, string[]>? errors = null) : Exception(detail)
{
    public Problem Problem { get; } = new()
    {
        Title = ReasonPhrases.GetReasonPhrase(status),
        Status = status,
        Detail = detail,
        Errors = errors,
    };

    public static ProblemException Field(int status, string field, string message) =>
        new(status, $"{field} {message}", new ReadOnlyDictionary<string, string[]>(new Dictionary<string, string[]> { [field] = [message] }));

    public static ProblemException Invalid(Contracts.Requests.Problems problems)
    {
        var errors = problems.ToDictionary();
        var count = errors.Values.Sum(messages => messages.Length);
        var detail = count == 1 ? $"{errors.Keys.First()} {errors.Values.First()[0]}" : $"The request has {count} problems; errors lists them by field.";
        return new(problems.Malformed ? StatusCodes.Status400BadRequest : StatusCodes.Status422UnprocessableEntity, detail, errors);
    }

    public static ProblemException Unknown(ExecutionId id) =>
        new(StatusCodes.Status404NotFound, $"There is no execution {id}; events are kept for a day unless configured.");
}
