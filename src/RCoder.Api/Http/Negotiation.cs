using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using RCoder.Api.Problems;

namespace RCoder.Api.Http;

/// <summary>What a caller sends and what it takes back (RFC 9110, section 12).</summary>
internal static class Negotiation
{
    /// <exception cref="ProblemException">406.</exception>
    public static void Offers(HttpRequest request, string mediaType)
    {
        var accept = request.Headers.Accept;
        if (accept.Count == 0 || (accept.Count == 1 && (accept[0] is null or "" or "*/*" || accept[0] == mediaType)))
            return;
        if (!MediaTypeHeaderValue.TryParseList(accept, out var ranges))
            throw ProblemException.Field(StatusCodes.Status400BadRequest, "Accept", "is not a list of media types (RFC 9110, section 12.5.1)");
        var offered = new MediaTypeHeaderValue(mediaType);
        // The most specific range decides: "text/html;q=1, */*;q=0" wants nothing else.
        var best = ranges.Where(range => offered.IsSubsetOf(Plain(range))).OrderByDescending(Specificity).FirstOrDefault();
        if (best is null || best.Quality == 0)
            throw ProblemException.Field(StatusCodes.Status406NotAcceptable, "Accept", $"does not allow {mediaType}, which is what this path answers with");
    }

    /// <exception cref="ProblemException">415.</exception>
    public static void TakesJson(HttpRequest request)
    {
        if (request.ContentType == "application/json")
        {
            Encoded(request);
            return;
        }
        // Without a type a page of any site could send it, and the browser would not ask first (Fetch, "CORS-safelisted").
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase))
            throw ProblemException.Field(StatusCodes.Status415UnsupportedMediaType, "Content-Type", "must be application/json");
        if (type.Charset.HasValue && !type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) && !type.Charset.Equals("\"utf-8\"", StringComparison.OrdinalIgnoreCase))
            throw ProblemException.Field(StatusCodes.Status415UnsupportedMediaType, "Content-Type", "has another charset than utf-8, which is that of JSON");
        Encoded(request);
    }

    private static MediaTypeHeaderValue Plain(MediaTypeHeaderValue range) => new(range.MediaType);

    private static int Specificity(MediaTypeHeaderValue range) => range.MatchesAllTypes ? 0 : range.MatchesAllSubTypes ? 1 : 2;

    private static void Encoded(HttpRequest request)
    {
        if (request.Headers.ContentEncoding is { Count: > 0 } encoding && encoding != "identity")
            throw ProblemException.Field(StatusCodes.Status415UnsupportedMediaType, "Content-Encoding", "must be absent: bodies are taken as they are");
    }
}
