using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace RCoder.Api.Http;

/// <summary>Answers with JSON of a known length.</summary>
internal static class JsonAnswer
{
    public const string MediaType = "application/json; charset=utf-8";

    public static Task WriteAsync<T>(HttpResponse response, int status, T value, JsonTypeInfo<T> type, string mediaType = MediaType) =>
        WriteAsync(response, status, JsonSerializer.SerializeToUtf8Bytes(value, type), mediaType);

    public static Task WriteAsync(HttpResponse response, int status, byte[] json, string mediaType = MediaType)
    {
        response.StatusCode = status;
        response.ContentType = mediaType;
        response.ContentLength = json.Length;
        return response.Body.WriteAsync(json, 0, json.Length, response.HttpContext.RequestAborted);
    }
}
