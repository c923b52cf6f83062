using RCoder.Kubernetes.Connecting;

namespace RCoder.Unit.Kubernetes;

public sealed class RefusalsTests
{
    private const string Pod = "Error creating: pods \"run-1-abc\" is forbidden: ";

    [Theory]
    [InlineData(Pod + "exceeded quota: one, requested: pods=1, used: pods=1, limited: pods=1", ApiFailure.Quota)]
    [InlineData(Pod + "violates PodSecurity \"restricted:latest\": runAsNonRoot != true", ApiFailure.Admission)]
    [InlineData(Pod + "maximum memory usage per Container is 400Mi, but limit is 512Mi", ApiFailure.Admission)]
    [InlineData("Error creating: admission webhook \"policy.example.org\" denied the request: no", ApiFailure.Admission)]
    [InlineData("Error creating: Internal error occurred: failed calling webhook \"policy.example.org\": connection refused", ApiFailure.Unavailable)]
    public void The_words_of_the_job_controller_tell_quota_refusal_and_trouble_apart(string message, ApiFailure kind) =>
        Assert.Equal(kind, Refusals.InEvent(message));

    [Theory]
    [InlineData("not yet ready to handle request")]
    [InlineData("status unknown for quota: one, resources: pods")]
    [InlineData("error looking up service account executions/default: serviceaccount \"default\" not found")]
    public void Who_does_not_know_yet_has_not_refused(string words)
    {
        Assert.Equal(ApiFailure.Unavailable, Refusals.InEvent(Pod + words));
        Assert.Equal(ApiFailure.Unavailable, Refusals.Forbidden($"pods \"a\" is forbidden: {words}"));
    }

    [Fact]
    public void A_job_controller_without_rights_is_told_from_a_pod_that_is_refused() =>
        Assert.Equal(ApiFailure.Forbidden, Refusals.InEvent("Error creating: pods is forbidden: User \"system:serviceaccount:kube-system:job-controller\" cannot create resource \"pods\" in API group \"\" in the namespace \"executions\""));
}
