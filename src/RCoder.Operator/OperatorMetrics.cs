using Prometheus;
using RCoder.Kubernetes.Resources;

namespace RCoder.Operator;

/// <summary>What an operator tells Prometheus.</summary>
internal sealed class OperatorMetrics
{
    private readonly Gauge pods = Metrics.CreateGauge("rcoder_operator_pool_pods", "Pods of a pool: ready to be claimed, claimed, and wanted to be ready.", "runtime", "state");
    private readonly Gauge ready = Metrics.CreateGauge("rcoder_operator_runtime_ready", "1 when the runtime takes jobs as it is specified.", "runtime");
    private readonly Gauge leads = Metrics.CreateGauge("rcoder_operator_leads", "1 in the operator that works; the others wait.");
    private readonly Counter made = Metrics.CreateCounter("rcoder_operator_pods_made_total", "Pods made for a pool.", "runtime");
    private readonly Counter retired = Metrics.CreateCounter("rcoder_operator_pods_retired_total", "Pods of a pool that were told to end.", "runtime");
    private readonly Counter errors = Metrics.CreateCounter("rcoder_operator_reconcile_errors_total", "Reconciliations that failed and are tried again.", "runtime");
    private readonly Counter writes = Metrics.CreateCounter("rcoder_operator_status_writes_total", "Writes of a runtime's status.", "runtime");
    private readonly Histogram reconcile = Metrics.CreateHistogram(
        "rcoder_operator_reconcile_seconds", "One reconciliation.", new HistogramConfiguration { Buckets = [.001, .005, .02, .1, .5, 2, 10] });

    /// <summary>Whether this one works, and has seen the whole cluster.</summary>
    public void Leads(bool does) => leads.Set(does ? 1 : 0);

    public void Made(string runtime, int count) => made.WithLabels(runtime).Inc(count);

    public void Retired(string runtime) => retired.WithLabels(runtime).Inc();

    public void Failed(string runtime) => errors.WithLabels(runtime).Inc();

    public void Written(string runtime) => writes.WithLabels(runtime).Inc();

    public IDisposable Reconciling() => reconcile.NewTimer();

    public void Pool(string runtime, PoolStatus pool, bool isReady)
    {
        pods.WithLabels(runtime, "ready").Set(pool.Ready);
        pods.WithLabels(runtime, "claimed").Set(pool.Claimed);
        pods.WithLabels(runtime, "desired").Set(pool.Desired);
        ready.WithLabels(runtime).Set(isReady ? 1 : 0);
    }

    public void Forget(string runtime)
    {
        foreach (var state in (string[])["ready", "claimed", "desired"])
            pods.RemoveLabelled(runtime, state);
        ready.RemoveLabelled(runtime);
        made.RemoveLabelled(runtime);
        retired.RemoveLabelled(runtime);
        errors.RemoveLabelled(runtime);
        writes.RemoveLabelled(runtime);
    }
}
