using System.Net;
using k8s;
using k8s.Autorest;
using RCoder.Kubernetes.Connecting;

namespace RCoder.Unit.Kubernetes;

public sealed class ApiFailuresTests
{
    // As a Kubernetes 1.36 API server says it.
    public static TheoryData<int, string, string, ApiFailure> Answers => new()
    {
        { 404, "NotFound", "jobs.batch \"a\" not found", ApiFailure.NotFound },
        { 409, "AlreadyExists", "jobs.batch \"a\" already exists", ApiFailure.AlreadyExists },
        { 409, "Conflict", "Operation cannot be fulfilled on leases.coordination.k8s.io \"a\": the object has been modified; please apply your changes to the latest version and try again", ApiFailure.Conflict },
        { 409, "Conflict", "Apply failed with 1 conflict: conflict with \"kubectl\" using batch/v1: .spec.suspend", ApiFailure.Conflict },
        { 410, "Expired", "The provided continue parameter is too old to display a consistent list result.", ApiFailure.Gone },
        { 410, "Expired", "too old resource version: 1 (4711)", ApiFailure.Gone },
        { 403, "Forbidden", "pods \"a\" is forbidden: exceeded quota: executions, requested: pods=1, used: pods=20, limited: pods=20", ApiFailure.Quota },
        { 403, "Forbidden", "pods \"a\" is forbidden: not yet ready to handle request", ApiFailure.Unavailable },
        { 403, "Forbidden", "jobs.batch \"a\" is forbidden: status unknown for quota: jobs, resources: count/jobs.batch", ApiFailure.Unavailable },
        { 403, "Forbidden", "jobs.batch is forbidden: User \"system:serviceaccount:rcoder:rcoder-api\" cannot create resource \"jobs\" in API group \"batch\" in the namespace \"rcoder-executions\"", ApiFailure.Forbidden },
        { 403, "Forbidden", "pods \"a\" is forbidden: violates PodSecurity \"restricted:latest\": runAsNonRoot != true", ApiFailure.Admission },
        { 403, "Forbidden", "pods \"a\" is forbidden: maximum memory usage per Container is 1Gi, but limit is 2Gi", ApiFailure.Admission },
        { 400, "BadRequest", "admission webhook \"policy.example.com\" denied the request: no", ApiFailure.Admission },
        { 422, "Invalid", "Job.batch \"a\" is invalid: spec.template.spec.containers[0].image: Required value", ApiFailure.Admission },
        { 401, "Unauthorized", "Unauthorized", ApiFailure.Unauthorized },
        { 429, "TooManyRequests", "Cannot evict pod as it would violate the pod's disruption budget.", ApiFailure.Throttled },
        { 500, "InternalError", "Internal error occurred: failed calling webhook", ApiFailure.Unavailable },
        { 503, "ServiceUnavailable", "apiserver is shutting down", ApiFailure.Unavailable },
        { 504, "Timeout", "request did not complete within the requested timeout", ApiFailure.Unavailable },
        { 400, "BadRequest", "the body is not an object", ApiFailure.Other },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public void Each_answer_is_told_from_the_others_in_the_servers_own_words(int code, string reason, string message, ApiFailure kind)
    {
        var body = $$"""{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":{{System.Text.Json.JsonSerializer.Serialize(message)}},"reason":"{{reason}}","code":{{code}}}""";
        Assert.Equal((kind, message), ApiFailures.Classify(Answer(code, body)));
        Assert.Equal((kind, message), ApiFailures.Classify(new KubernetesException(ApiFailures.StatusOf(body)!)));
    }

    [Fact]
    public void A_version_from_the_future_is_gone_too()
    {
        const string body = """{"kind":"Status","status":"Failure","message":"Timeout: Too large resource version: 99, current: 9","reason":"Timeout","details":{"causes":[{"reason":"ResourceVersionTooLarge","message":"Too large resource version"}]},"code":504}""";
        Assert.Equal(ApiFailure.Gone, ApiFailures.Classify(Answer(504, body)).Kind);
    }

    [Fact]
    public void An_answer_that_is_not_the_servers_is_judged_by_its_code()
    {
        Assert.Equal((ApiFailure.Unavailable, "<html>Bad Gateway</html>"), ApiFailures.Classify(Answer(502, "<html>Bad Gateway</html>")));
        Assert.Equal(ApiFailure.Throttled, ApiFailures.Classify(new HttpRequestException("slow down", null, HttpStatusCode.TooManyRequests)).Kind);
        Assert.Equal(ApiFailure.Unavailable, ApiFailures.Classify(Answer(500, "{\"kind\":")).Kind);
    }

    public static TheoryData<Exception> NoAnswer => new()
    {
        new HttpRequestException("Connection refused"),
        new IOException("The response ended prematurely."),
        new TaskCanceledException(),
        new TimeoutException(),
    };

    [Theory]
    [MemberData(nameof(NoAnswer), DisableDiscoveryEnumeration = true)]
    public void No_answer_is_a_server_that_can_not_be_reached(Exception e)
    {
        Assert.Equal(ApiFailure.Unavailable, ApiFailures.Classify(e).Kind);
        Assert.True(ApiFailures.IsTransient(ApiFailure.Unavailable));
    }

    [Fact]
    public void What_can_not_succeed_is_not_tried_again()
    {
        ApiFailure[] lasting = [ApiFailure.NotFound, ApiFailure.AlreadyExists, ApiFailure.Quota, ApiFailure.Admission, ApiFailure.Forbidden, ApiFailure.Other];
        Assert.All(lasting, kind => Assert.False(ApiFailures.IsTransient(kind)));
    }

    private static HttpOperationException Answer(int code, string body)
    {
        using var response = new HttpResponseMessage((HttpStatusCode)code);
        return new() { Response = new HttpResponseMessageWrapper(response, body) };
    }
}
