using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using RCoder.Api.Problems;

namespace RCoder.Api.Http;

/// <summary>The whole body of a request in a rented buffer, which Dispose gives back.</summary>
internal readonly struct RequestBody : IDisposable
{
    private readonly byte[] buffer;

    private RequestBody(byte[] buffer, int length)
    {
        this.buffer = buffer;
        Bytes = buffer.AsMemory(0, length);
    }

    public ReadOnlyMemory<byte> Bytes { get; }

    /// <exception cref="ProblemException">413.</exception>
    public static async ValueTask<RequestBody> ReadAsync(HttpRequest request, int most, CancellationToken ct)
    {
        // Kestrel would cut the connection while the caller still writes, and with it the answer that tells why.
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
            feature.MaxRequestBodySize = null;
        if (request.ContentLength > most)
            throw TooLarge(most);
        var buffer = ArrayPool<byte>.Shared.Rent((int)(request.ContentLength ?? 4096) + 1);
        try
        {
            var length = 0;
            while (await request.Body.ReadAsync(buffer.AsMemory(length), ct) is > 0 and var read)
            {
                length += read;
                if (length > most)
                    throw TooLarge(most);
                if (length == buffer.Length)
                    buffer = Grow(buffer);
            }
            return new RequestBody(buffer, length);
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(buffer);

    private static byte[] Grow(byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }

    private static ProblemException TooLarge(int most) =>
        ProblemException.Field(StatusCodes.Status413PayloadTooLarge, "body", $"is larger than {most} bytes, the most that is taken; send less, or have Api:BodyBytes raised");
}
