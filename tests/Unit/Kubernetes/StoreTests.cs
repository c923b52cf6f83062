using k8s.Models;
using RCoder.Kubernetes.Watching;

namespace RCoder.Unit.Kubernetes;

public sealed class StoreTests
{
    private readonly Store<V1Pod> store = new("executions");

    public StoreTests()
    {
        store.AddIndex("runtime", pod => pod.Metadata.Labels?.TryGetValue("runtime", out var runtime) == true ? [runtime] : []);
        store.AddIndex("image", pod => pod.Spec.Containers.Select(container => container.Image).Distinct());
    }

    [Fact]
    public void An_object_is_found_by_name_in_the_namespace_that_is_watched_or_in_the_one_that_is_asked_for()
    {
        Set(Pod("one", "py"));
        Assert.Equal("one", store.Find("one")?.Metadata.Name);
        Assert.Equal("one", store.Find("one", "executions")?.Metadata.Name);
        Assert.Null(store.Find("one", "other"));
        Assert.Null(store.Find("two"));
    }

    [Fact]
    public void An_index_follows_what_changes_moves_and_goes()
    {
        Set(Pod("one", "py"));
        Set(Pod("two", "py"));
        Assert.Equal(["one", "two"], Names("py"));
        Set(Pod("one", "js"));
        Assert.Equal(["two"], Names("py"));
        Assert.Equal(["one"], Names("js"));
        store.Set(new("executions", "one"), null);
        Assert.Empty(Names("js"));
        Assert.Single(store.All);
    }

    [Fact]
    public void What_an_index_answers_is_the_newest_object()
    {
        Set(Pod("one", "py", "python:3.12"));
        Set(Pod("one", "py", "python:3.13"));
        Assert.Equal("python:3.13", Assert.Single(store.ByIndex("runtime", "py")).Spec.Containers[0].Image);
    }

    [Fact]
    public void An_object_is_under_each_of_its_keys_or_under_none()
    {
        Set(Pod("one", null, "a", "b"));
        Assert.Single(store.ByIndex("image", "a"));
        Assert.Single(store.ByIndex("image", "b"));
        Assert.Empty(store.ByIndex("runtime", "py"));
    }

    [Fact]
    public void An_answer_does_not_change_under_its_reader()
    {
        Set(Pod("one", "py"));
        var before = store.ByIndex("runtime", "py");
        Set(Pod("two", "py"));
        Assert.Single(before);
    }

    [Fact]
    public void An_index_that_would_miss_objects_is_refused()
    {
        Set(Pod("one", "py"));
        Assert.Throws<InvalidOperationException>(() => store.AddIndex("late", _ => []));
    }

    private void Set(V1Pod pod) => store.Set(new("executions", pod.Metadata.Name), pod);

    private string[] Names(string runtime) => [.. store.ByIndex("runtime", runtime).Select(pod => pod.Metadata.Name).Order()];

    private static V1Pod Pod(string name, string? runtime, params string[] images) => new()
    {
        Metadata = new() { Name = name, NamespaceProperty = "executions", Labels = runtime is null ? null : new Dictionary<string, string> { ["runtime"] = runtime } },
        Spec = new() { Containers = [.. images.Select(image => new V1Container { Image = image })] },
    };
}
