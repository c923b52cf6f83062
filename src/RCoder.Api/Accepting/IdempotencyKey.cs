using Microsoft.AspNetCore.Http;

namespace RCoder.Api.Accepting;

/// <summary>The header <c>Idempotency-Key</c>.</summary>
internal static class IdempotencyKey
{
    public const string Header = "Idempotency-Key";
    public const string Replayed = "Idempotency-Replayed";
    private const int MostCharacters = 255;

    /// <summary>Null when the request has none, or one that is none: then that is among its problems.</summary>
    public static string? Of(HttpRequest request, Contracts.Requests.Problems problems)
    {
        var header = request.Headers[Header];
        if (header.Count == 0)
            return null;
        if (header is [{ Length: > 0 and <= MostCharacters } key] && !key.AsSpan().ContainsAnyExceptInRange('!', '~'))
            return key;
        problems.AddMalformed(Header, $"must be given once, as 1 to {MostCharacters} visible ASCII characters without spaces");
        return null;
    }
}
