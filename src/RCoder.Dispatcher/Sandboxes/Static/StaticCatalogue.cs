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
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private volatile bool looked;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(looked ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("runners are still being looked for"));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (Read() is not { } manifests)
            return;
        await kafka.EnsureTopicAsync(TopicNames.Runtimes, stoppingToken);
        var first = manifests.Select(manifest => new TaskCompletionSource()).ToArray();
        var loops = manifests.Select((manifest, i) => KeepAsync(manifest, first[i], stoppingToken)).ToArray();
        await Task.WhenAll(first.Select(one => one.Task)).WaitAsync(stoppingToken);
        looked = true;
        await Task.WhenAll(loops);
    }

    private async Task KeepAsync(RuntimeManifest manifest, TaskCompletionSource first, CancellationToken ct)
    {
        var name = manifest.Name!;
        Runtime? published = null;
        while (true)
        {
            if (options.Value.Has(name))
                await endpoints.LookAsync(name, ct);
            var runtime = Offer(name, manifest.Spec!, endpoints.Known(name).Count);
            if (published is null || published.Ready != runtime.Ready || published.Spec.Pool.Max != runtime.Spec.Pool.Max)
            {
                try
                {
                    await kafka.EnsureTopicAsync(TopicNames.Jobs(name), ct);
                    await log.PublishAsync(runtime, ct);
                    published = runtime;
                }
                catch (BrokerUnavailableException e)
                {
                    NotPublished(name, e.Message);
                }
            }
            first.TrySetResult();
            await Task.Delay(Pause, time, ct);
        }
    }

    private Runtime Offer(string name, RuntimeSpec spec, int runners)
    {
        var down = options.Value.Has(name)
            ? $"no container answers to the name {endpoints.HostOf(name)}: docker compose ps tells how it does"
            : $"it is not started: add {name} to COMPOSE_PROFILES, and docker compose up";
        return new Runtime
        {
            Name = name,
            Ready = runners > 0,
            Message = runners > 0 ? null : down,
            Spec = spec with
            {
                Pool = spec.Pool with { Max = Math.Max(1, runners) },
                Limits = spec.Limits with { Default = Within(spec.Limits.Defaults(), spec.Limits.Default), Max = Within(spec.Limits.Maximum(), spec.Limits.Max) },
                Compile = spec.Compile is { } compile ? compile with { Limits = Within(spec.CompileLimits()!, compile.Limits) } : null,
            },
        };
    }

    /// <summary>No larger container can be made for a program that asks for more.</summary>
    private RequestedLimits Within(Limits effective, RequestedLimits? asked) =>
        (asked ?? new RequestedLimits()) with { MemoryBytes = Math.Min(options.Value.MemoryBytes, effective.MemoryBytes) };

    private List<RuntimeManifest>? Read()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, options.Value.Folder);
        var manifests = Directory.GetFiles(folder, "*.yaml").Order(StringComparer.Ordinal)
            .Select(file => RuntimeManifest.Read(Path.GetFileName(file), File.ReadAllText(file))).ToList();
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
