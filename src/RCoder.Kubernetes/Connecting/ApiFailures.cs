using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace RCoder.Kubernetes.Connecting;

/// <summary>The one place that tells the API server's failures apart.</summary>
public static class ApiFailures
{
    /// <summary>What <paramref name="e"/> means, and the API server's own words, where it had any.</summary>
    public static (ApiFailure Kind, string Message) Classify(Exception e) => e switch
    {
        KubernetesException { Status: { } status } => (Kind(status.Code ?? 0, status), status.Message ?? e.Message),
        HttpOperationException { Response: { } response } when StatusOf(response.Content) is { } status =>
            (Kind((int)response.StatusCode, status), status.Message ?? e.Message),
        HttpOperationException { Response: { } response } => (Kind((int)response.StatusCode, new()), Words(response.Content, e)),
        HttpRequestException { StatusCode: { } code } => (Kind((int)code, new()), e.Message),
        HttpRequestException or IOException or SocketException or AuthenticationException => (ApiFailure.Unavailable, Innermost(e)),
        OperationCanceledException or TimeoutException => (ApiFailure.Unavailable, "the API server did not answer in time"),
        _ => (ApiFailure.Other, e.Message),
    };

    /// <summary>Whether the same call may succeed when it is made again (after a read, for <see cref="ApiFailure.Conflict"/> and <see cref="ApiFailure.Gone"/>).</summary>
    public static bool IsTransient(ApiFailure failure) =>
        failure is ApiFailure.Conflict or ApiFailure.Gone or ApiFailure.Unauthorized or ApiFailure.Throttled or ApiFailure.Unavailable;

    private static ApiFailure Kind(int code, V1Status status) => (HttpStatusCode)code switch
    {
        HttpStatusCode.NotFound => ApiFailure.NotFound,
        HttpStatusCode.Conflict => status.Reason == "AlreadyExists" ? ApiFailure.AlreadyExists : ApiFailure.Conflict,
        HttpStatusCode.Gone => ApiFailure.Gone,
        HttpStatusCode.Unauthorized => ApiFailure.Unauthorized,
        HttpStatusCode.Forbidden => Refusals.Forbidden(status.Message ?? ""),
        HttpStatusCode.UnprocessableEntity => ApiFailure.Admission,
        HttpStatusCode.TooManyRequests => ApiFailure.Throttled,
        HttpStatusCode.RequestTimeout => ApiFailure.Unavailable,
        // Of a server whose etcd was set back: nothing that we saw is there.
        HttpStatusCode.GatewayTimeout when status.Details?.Causes?.Any(cause => cause.Reason == "ResourceVersionTooLarge") == true => ApiFailure.Gone,
        >= HttpStatusCode.InternalServerError => ApiFailure.Unavailable,
        _ when status.Message?.Contains("admission webhook", StringComparison.Ordinal) == true => ApiFailure.Admission,
        _ => ApiFailure.Other,
    };

    /// <summary>The <c>Status</c> that <paramref name="body"/> is, if it is one.</summary>
    internal static V1Status? StatusOf(string? body)
    {
        try
        {
            return body is { Length: > 0 } && body[0] == '{' && KubernetesJson.Deserialize<V1Status>(body) is { Kind: "Status" } status ? status : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Words(string? body, Exception e) => string.IsNullOrWhiteSpace(body) ? e.Message : body.Trim();

    private static string Innermost(Exception e) => e.GetBaseException().Message;
}
