using System.Text;
using RCoder.Runner.Outputs;

namespace RCoder.Runner.Http;

/// <summary>The answer to a request.</summary>
internal sealed record Reply(int Status, ReadOnlyMemory<byte> Body = default, string ContentType = "application/json")
{
    /// <summary>In place of a body: these, live, from an index on.</summary>
    internal EventLog? Events { get; init; }

    internal int EventsFrom { get; init; }

    /// <summary>Nothing is left to do once this is sent.</summary>
    internal bool ThenExit { get; init; }

    internal static Reply Ok { get; } = new(200);

    internal static Reply Because(int status, string reason) => new(status, Encoding.UTF8.GetBytes(reason), "text/plain; charset=utf-8");

    internal byte[] Head(bool keepAlive)
    {
        var framing = Events is null ? $"Content-Length: {Body.Length}" : "Transfer-Encoding: chunked";
        var type = Events is null ? ContentType : "application/x-ndjson";
        return Encoding.ASCII.GetBytes($"HTTP/1.1 {Status} {Phrase}\r\nContent-Type: {type}\r\n{framing}\r\n{(keepAlive ? "" : "Connection: close\r\n")}\r\n");
    }

    private string Phrase => Status switch
    {
        200 => "OK", 400 => "Bad Request", 401 => "Unauthorized", 404 => "Not Found", 405 => "Method Not Allowed",
        409 => "Conflict", 413 => "Content Too Large", _ => "Error",
    };
}
