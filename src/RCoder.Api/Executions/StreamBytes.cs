using System.Text;
using System.Text.Unicode;
using RCoder.Contracts.Events;

namespace RCoder.Api.Executions;

/// <summary>What a program wrote to one stream, put together again: text where the whole is valid UTF-8, else Base64.</summary>
internal sealed class StreamBytes
{
    private readonly List<Output> parts = [];

    public void Add(Output part) => parts.Add(part);

    public (string? Text, string? Base64) Join()
    {
        if (parts.TrueForAll(part => part.Base64 is null))
            return (parts.Count == 1 ? parts[0].Text ?? "" : string.Concat(parts.Select(part => part.Text)), null);
        // A character that lies on the border of two parts makes both of them Base64, and the whole still text.
        var bytes = new List<byte>();
        foreach (var part in parts)
            bytes.AddRange(part.Base64 is { } base64 ? Convert.FromBase64String(base64) : Encoding.UTF8.GetBytes(part.Text ?? ""));
        var whole = bytes.ToArray();
        return Utf8.IsValid(whole) ? (Encoding.UTF8.GetString(whole), null) : (null, Convert.ToBase64String(whole));
    }
}
