using k8s;
using RCoder.Operator.Cluster;
using RCoder.Operator.Pools;
using RCoder.Unit.Golden;

namespace RCoder.Unit.Operator;

/// <summary>Statuses as a kubelet wrote them, and what an administrator is told.</summary>
public sealed class PodTroubleTests
{
    private const string Folder = "pods";

    public static TheoryData<string> Pods => GoldenFolder.Cases(Folder, ".json");

    [Theory]
    [MemberData(nameof(Pods))]
    public void What_stands_in_a_pod_s_way_is_told_in_words(string name)
    {
        var trouble = PodTrouble.Of(Read(name));
        GoldenFolder.Expect(Folder, name + ".trouble", trouble is null ? "none\n" : $"{trouble.Reason}\n{trouble.Message}\n");
    }

    [Fact]
    public void An_image_that_is_tried_again_and_again_reads_the_same_each_time()
    {
        static string? Message(string reason, string words) => PodTrouble.Of(new PodView
        {
            Status = new() { Phase = "Pending", ContainerStatuses = [new() { State = new() { Waiting = new() { Reason = reason, Message = words } } }] },
        })?.Message;
        Assert.Equal(Message("ErrImagePull", "no such image"), Message("ImagePullBackOff", "Back-off pulling image \"python:9.99\": ErrImagePull: no such image"));
    }

    internal static PodView Read(string name) => KubernetesJson.Deserialize<PodView>(File.ReadAllText(GoldenFolder.PathOf(Folder, name + ".json")));
}
