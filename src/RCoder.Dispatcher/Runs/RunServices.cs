using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RCoder.Dispatcher.Sandboxes;
using RCoder.Messaging.Logs;
using RCoder.Runtimes.Catalogue;

namespace RCoder.Dispatcher.Runs;

/// <summary>What every run needs.</summary>
internal sealed class RunServices(
    EventWriter events, RuntimeCatalogue catalogue, IRunnerSource source, PlanSecrets secrets, DispatcherMetrics metrics,
    TimeProvider time, IOptions<DispatcherOptions> options, ILogger<RunServices> logger)
{
    public EventWriter Events { get; } = events;
    public RuntimeCatalogue Catalogue { get; } = catalogue;
    public IRunnerSource Source { get; } = source;
    public PlanSecrets Secrets { get; } = secrets;
    public DispatcherMetrics Metrics { get; } = metrics;
    public TimeProvider Time { get; } = time;
    public DispatcherOptions Options { get; } = options.Value;
    public Slots Slots { get; } = new(options.Value.MaxConcurrent, catalogue);
    public RunLog Log { get; } = new(logger);
}
