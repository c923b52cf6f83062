using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RCoder.Contracts.Executions;
using RCoder.Contracts.Runtimes;
using RCoder.Contracts.Topics;
using RCoder.Messaging.Kafka;
using RCoder.Messaging.Logs;
using RCoder.Runtimes.Manifests;

namespace RCoder.Dispatcher.Sandboxes.Static;

/// <summary>
/// What the operator is on a cluster: publishes the runtimes of a folder, each ready while its runners are up, with as
/// many programs at one time as it has runners.
/// </summary>
internal sealed partial class StaticCatalogue(
    StaticEndpoints endpoints, RuntimeLog log, KafkaConnection kafka, IOptions<StaticSandboxOptions> options,
    IHostApplicationLifetime lifetime, TimeProvider time, ILogger<StaticCatalogue> logger) : BackgroundService, IHealthCheck
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    /// <summary>Between two executions a container is not there for a moment: that is no reason to refuse programs.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(90);

    private readonly Dictionary<string, Runtime> published = [];
    private volatile bool looked;
    private readonly Dictionary<string, (int Runners, DateTimeOffset At)> seen = [];

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(looked ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("runners are still being looked for"));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (Read() is not { } manifests)
            return;
        await kafka.EnsureTopicAsync(TopicNames.Runtimes, stoppingToken);
        using var timer = new PeriodicTimer(Look, time);
        do
        {
            await Task.WhenAll(manifests.Select(manifest => LookAsync(manifest, stoppingToken)));
            looked = true;
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task LookAsync(RuntimeManifest manifest, CancellationToken ct)
    {
        var name = manifest.Name!;
        var now = (await endpoints.FindAsync(name, ct)).Count;
        Runtime runtime;
        lock (seen)
        {
            // The most of late: those that are coming back count.
            var last = seen.GetValueOrDefault(name);
            if (now >= last.Runners || time.GetUtcNow() - last.At > Grace)
                seen[name] = (now, time.GetUtcNow());
            runtime = Offer(name, manifest.Spec!, seen[name].Runners);
            if (published.GetValueOrDefault(name) is { } before && before.Ready == runtime.Ready && before.Spec.Pool.Max == runtime.Spec.Pool.Max)
                return;
        }
        try
        {
            await kafka.EnsureTopicAsync(TopicNames.Jobs(name), ct);
            await log.PublishAsync(runtime, ct);
            lock (seen)
                published[name] = runtime;
        }
        catch (BrokerUnavailableException e)
        {
            NotPublished(name, e.Message);
        }
    }

    private Runtime Offer(string name, RuntimeSpec spec, int runners)
    {
        return new Runtime
        {
            Name = name,
            Ready = runners > 0,
            Message = runners > 0 ? null : $"no container answers to the name {endpoints.HostOf(name)}: start it with docker compose --profile {name} up",
            Spec = spec with
            {
                Pool = spec.Pool with { Max = Math.Max(1, runners) },
                Limits = spec.Limits with { Default = Within(spec.Limits.Defaults(), spec.Limits.Default), Max = Within(spec.Limits.Maximum(), spec.Limits.Max) },
                Compile = spec.Compile is { } compile ? compile with { Limits = Within(spec.Limits.Maximum().With(compile.Limits), compile.Limits) } : null,
            },
        };
    }

    /// <summary>No larger container can be made for a program that asks for more.</summary>
    private RequestedLimits Within(Limits effective, RequestedLimits? asked) =>
        (asked ?? new RequestedLimits()) with { MemoryBytes = Math.Min(options.Value.MemoryBytes, effective.MemoryBytes) };

    private List<RuntimeManifest>? Read()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, options.Value.Folder);
        var manifests = Directory.GetFiles(folder, "*.yaml").Order(StringComparer.Ordinal).Select(file => RuntimeManifest.Read(Path.GetFileName(file), File.ReadAllText(file))).ToList();
        var problems = manifests.SelectMany(manifest => manifest.Problems).ToList();
        if (problems.Count == 0)
            return manifests;
        Invalid(string.Join('\n', problems));
        Environment.ExitCode = 1;
        lifetime.StopApplication();
        return null;
    }

    [LoggerMessage(LogLevel.Warning, "{Runtime} is not in the catalogue yet: {Reason}")]
    private partial void NotPublished(string runtime, string reason);

    [LoggerMessage(LogLevel.Critical, "The runtimes are wrong: {Problems}")]
    private partial void Invalid(string problems);
}
