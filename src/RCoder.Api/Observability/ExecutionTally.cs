using Prometheus;
using RCoder.Contracts.Events;
using RCoder.Contracts.Executions;
using RCoder.Runtimes.Catalogue;

namespace RCoder.Api.Observability;

/// <summary>
/// Counts what this replica sees in <c>rcoder.events</c>, whoever accepted it: every replica shows the same, so
/// dashboards take the largest and not the sum. An execution that is open past the last moment at which it could end is
/// in flight no more: it is drift, and an alarm.
/// </summary>
internal sealed class ExecutionTally
{
    /// <summary>What starting, relaying and a compile phase may take beside the run itself.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(5);

    private readonly Lock gate = new();
    private readonly Dictionary<ExecutionId, DateTimeOffset> open = [];
    private readonly RuntimeCatalogue catalogue;
    private readonly Counter accepted;
    private readonly Counter finished;

    public ExecutionTally(CollectorRegistry registry, RuntimeCatalogue catalogue, TimeProvider time)
    {
        this.catalogue = catalogue;
        var metrics = Metrics.WithCustomRegistry(registry);
        accepted = metrics.CreateCounter("rcoder_executions_accepted_total", "Executions accepted since this replica began to listen.");
        finished = metrics.CreateCounter("rcoder_executions_finished_total", "Executions ended since then.", "outcome", "runtime");
        var inFlight = metrics.CreateGauge("rcoder_executions_in_flight", "Of those accepted since then, the ones that have not ended and still may.");
        var drift = metrics.CreateGauge("rcoder_executions_drift", "Accepted - finished - in flight: those that should have ended and did not. Anything but 0 is a defect.");
        registry.AddBeforeCollectCallback(() =>
        {
            var (flying, overdue) = Open(time.GetUtcNow());
            inFlight.Set(flying);
            drift.Set(overdue);
        });
    }

    /// <param name="e">The next event of the log.</param>
    /// <param name="ended">Whether its execution had ended before it.</param>
    public void Count(ExecutionEvent e, bool ended)
    {
        switch (e)
        {
            case Accepted said:
                accepted.Inc();
                if (!ended)
                    Opened(said);
                break;
            case Finished said when !ended:
                finished.WithLabels(said.Outcome.ToString(), said.Runtime ?? "unknown").Inc();
                Closed(said);
                break;
        }
    }

    private void Opened(Accepted said)
    {
        lock (gate)
            open.TryAdd(said.Id, said.Deadline + LongestRun(said.Runtime) + Slack);
    }

    private void Closed(Finished said)
    {
        lock (gate)
            open.Remove(said.Id);
    }

    private (int Flying, int Overdue) Open(DateTimeOffset now)
    {
        lock (gate)
        {
            var overdue = open.Values.Count(due => due < now);
            return (open.Count - overdue, overdue);
        }
    }

    private TimeSpan LongestRun(string runtime) =>
        TimeSpan.FromMilliseconds((catalogue.Find(runtime)?.Spec.Limits.Maximum() ?? Limits.Maximum).WallMs);
}
