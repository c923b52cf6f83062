using System.Text;
using System.Text.Json;

namespace RCoder.Contracts.Requests;

/// <summary>Tells where and why a body is no JSON, without quoting any of it: it may be a program.</summary>
internal static class JsonSyntax
{
    public static string InvalidUtf8(ReadOnlySpan<byte> body)
    {
        var at = 0;
        while (at < body.Length && Rune.DecodeFromUtf8(body[at..], out _, out var length) == System.Buffers.OperationStatus.Done)
            at += length;
        return $"is not valid UTF-8 at {Position(body, at)}";
    }

    public static string Invalid(ReadOnlySpan<byte> body, JsonException error)
    {
        var at = Offset(body, error);
        return $"is not valid JSON at {Position(body, at)}: {Reason(body, at, error)}";
    }

    private static string Reason(ReadOnlySpan<byte> body, int at, JsonException error)
    {
        // The text of the exception can quote the body; that it speaks of depth is all that is taken from it.
        if (error.Message.Contains("maximum configured depth", StringComparison.Ordinal))
            return $"it nests deeper than {RequestBounds.JsonDepth} levels";
        if (body[..at].TrimEnd(" \t\r\n"u8).IsEmpty && at >= body.Length)
            return "it is empty";
        if (at >= body.Length)
            return "it ends too early";
        return body[at] switch
        {
            0 => "a NUL byte",
            < 0x20 => "a control character, which a string holds as an escape such as \\n",
            (byte)'\'' => "a single quote; strings and names take double quotes",
            (byte)'/' or (byte)'#' => "JSON has no comments",
            (byte)'}' or (byte)']' when body[..at].TrimEnd(" \t\r\n"u8) is [.., (byte)','] => "a comma before a closing bracket",
            _ => "an unexpected character",
        };
    }

    private static int Offset(ReadOnlySpan<byte> body, JsonException error)
    {
        var start = 0;
        for (var line = error.LineNumber ?? 0; line > 0; line--)
        {
            var end = body[start..].IndexOf((byte)'\n');
            if (end < 0)
                break;
            start += end + 1;
        }
        return (int)Math.Min(start + (error.BytePositionInLine ?? 0), body.Length);
    }

    /// <summary>Line and column, from 1; a column is a byte.</summary>
    private static string Position(ReadOnlySpan<byte> body, int at)
    {
        var before = body[..at];
        return $"line {before.Count((byte)'\n') + 1}, column {at - before.LastIndexOf((byte)'\n')}";
    }
}
