using RCoder.Dispatcher.Sandboxes.Kubernetes;
using RCoder.Kubernetes.Connecting;

namespace RCoder.Unit.Dispatcher;

public sealed class PodRefusalTests
{
    [Theory]
    [InlineData("Error creating: pods \"run-1-abc\" is forbidden: exceeded quota: one, requested: pods=1, used: pods=1, limited: pods=1", ApiFailure.Quota)]
    [InlineData("Error creating: pods \"run-1-abc\" is forbidden: violates PodSecurity \"restricted:latest\": runAsNonRoot != true", ApiFailure.Admission)]
    [InlineData("Error creating: pods \"run-1-abc\" is forbidden: maximum memory usage per Container is 400Mi, but limit is 512Mi", ApiFailure.Admission)]
    [InlineData("Error creating: admission webhook \"policy.example.org\" denied the request: no", ApiFailure.Admission)]
    [InlineData("Error creating: Internal error occurred: failed calling webhook \"policy.example.org\": connection refused", ApiFailure.Unavailable)]
    public void The_words_of_the_job_controller_tell_quota_refusal_and_trouble_apart(string message, ApiFailure kind) =>
        Assert.Equal(kind, PodRefusal.Kind(message));
}
