using k8s.Models;
using RCoder.Kubernetes.Resources;
using RCoder.Kubernetes.Watching;

namespace RCoder.Unit.Kubernetes;

public sealed class ResourceQueryTests
{
    [Fact]
    public void Each_kind_has_its_path()
    {
        Assert.Equal("api/v1/namespaces/a/pods", ResourceQuery.For<V1Pod>("a").Uri());
        Assert.Equal("apis/batch/v1/jobs", ResourceQuery.For<V1Job>().Uri());
        Assert.Equal("apis/rcoder.dev/v1alpha1/languageruntimes", ResourceQuery.For<LanguageRuntime>().Uri());
    }

    [Fact]
    public void Selectors_and_what_a_call_adds_are_escaped()
    {
        var query = ResourceQuery.For<V1Pod>("a", labelSelector: "rcoder.dev/pool in (x,y)", fieldSelector: "status.phase!=Failed");
        Assert.Equal(
            "api/v1/namespaces/a/pods?labelSelector=rcoder.dev%2Fpool%20in%20%28x%2Cy%29&fieldSelector=status.phase%21%3DFailed&limit=5",
            query.Uri(("limit", "5"), ("continue", null)));
    }
}
