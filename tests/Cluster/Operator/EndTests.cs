using k8s;
using k8s.Models;

namespace RCoder.Cluster.Operator;

/// <summary>However a runtime ends, no job that was accepted is lost, and nothing stays that nobody wants.</summary>
[Collection(nameof(Operating))]
public sealed class EndTests(OperatorCluster on, ITestOutputHelper output) : IClassFixture<OperatorCluster>
{
    [Fact]
    public async Task Jobs_that_no_dispatcher_reads_keep_their_topic_and_the_record_that_says_why_they_end()
    {
        Assert.SkipWhen(OperatorCluster.Missing is not null, OperatorCluster.Missing ?? "");
        const string name = "queued";
        await using var rcoder = await on.StartOperatorAsync(("RCODER_Operator__DrainSeconds", "3"));
        await on.Runtimes.ApplyAsync(name, OperatorCluster.Python(name));
        await on.Runtimes.ReadyAsync(name);
        await Topics.QueueAsync(on, name);
        await on.Runtimes.DeleteAsync(name);
        output.WriteLine($"let go {(await on.Runtimes.GoneAsync(name)).TotalSeconds:0.0} s after delete");
        Assert.Empty((await on.JobsAsync(name)).Items);
        Assert.True(Topics.Exists(on, name));
        Assert.True((await Topics.RecordAsync(on, name))!.Draining);

        await Topics.EndQueuedAsync(on, name);
        await Topics.GoneAsync(on, name);
        Assert.Null(await Topics.RecordAsync(on, name));
    }

    [Fact]
    public async Task What_is_left_of_a_runtime_that_went_without_its_operator_is_swept_by_the_next_one()
    {
        Assert.SkipWhen(OperatorCluster.Missing is not null, OperatorCluster.Missing ?? "");
        const string name = "orphan";
        var ct = TestContext.Current.CancellationToken;
        await using (await on.StartOperatorAsync())
        {
            await on.Runtimes.ApplyAsync(name, OperatorCluster.Python(name));
            await on.Runtimes.ReadyAsync(name);
            await Pods.UntilAsync(on, name, pods => pods.Any(Pods.Runs), "a pod waits");
        }
        await Topics.QueueAsync(on, name);
        await on.Runtimes.DeleteAsync(name);
        await on.Runtimes.ReleaseAllAsync();
        await on.Runtimes.GoneAsync(name);
        Assert.NotEmpty((await on.JobsAsync(name)).Items);

        await using var next = await on.StartOperatorAsync(("RCODER_Operator__DrainSeconds", "3"));
        await Pods.UntilAsync(on, name, pods => pods.Count == 0, "its pods are gone");
        Assert.True((await Topics.RecordAsync(on, name))!.Draining);
        Assert.True(Topics.Exists(on, name));
        await Topics.EndQueuedAsync(on, name);
        await Topics.GoneAsync(on, name);
        Assert.Null(await Topics.RecordAsync(on, name));

        // And what comes up while it works.
        var job = on.Jobs.Warm(name, OperatorCluster.Python(name), "late");
        await on.Client.BatchV1.CreateNamespacedJobAsync(job, on.Namespace, cancellationToken: ct);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        for (var looks = 0; looks < 150 && (await on.JobsAsync(name)).Items.Count > 0; looks++)
            await timer.WaitForNextTickAsync(ct);
        Assert.Empty((await on.JobsAsync(name)).Items);
        Assert.Empty(await on.PodsAsync(name));
    }
}
