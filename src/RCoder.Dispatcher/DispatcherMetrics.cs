using Prometheus;
using RCoder.Contracts.Executions;

namespace RCoder.Dispatcher;

/// <summary>What a dispatcher tells Prometheus.</summary>
internal sealed class DispatcherMetrics
{
    private static readonly double[] Seconds = [.001, .002, .005, .01, .02, .05, .1, .2, .5, 1, 2, 5, 10, 30, 60];

    private readonly Counter finished = Metrics.CreateCounter("rcoder_dispatcher_finished_total", "Terminal events written.", "runtime", "outcome");
    private readonly Counter retried = Metrics.CreateCounter("rcoder_dispatcher_retries_total", "Runs that the platform lost and tried again.", "runtime");
    private readonly Gauge open = Metrics.CreateGauge("rcoder_dispatcher_open", "Jobs taken from the log and not ended.");
    private readonly Gauge free = Metrics.CreateGauge("rcoder_dispatcher_free_pods", "Pods that wait for a program and are connected to.", "runtime");
    private readonly Histogram claim = Metrics.CreateHistogram("rcoder_dispatcher_claim_seconds", "From a free slot to a runner that has the program.", ["warm"], new() { Buckets = Seconds });
    private readonly Histogram queued = Metrics.CreateHistogram("rcoder_dispatcher_queued_seconds", "From acceptance to a free slot.", new HistogramConfiguration { Buckets = Seconds });

    public void Finished(string runtime, Outcome outcome, Timings timings)
    {
        finished.WithLabels(runtime, outcome.ToString()).Inc();
        queued.Observe(timings.QueuedMs / 1000);
    }

    public void Retried(string runtime) => retried.WithLabels(runtime).Inc();

    public void Claimed(bool warm, double ms) => claim.WithLabels(warm ? "true" : "false").Observe(ms / 1000);

    public void Free(string runtime, int change) => free.WithLabels(runtime).Inc(change);

    public void Open(int change) => open.Inc(change);
}
