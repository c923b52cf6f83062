using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RCoder.Contracts.Executions;
using RCoder.Runtimes.Catalogue;

namespace RCoder.Dispatcher.Sandboxes.Local;

/// <summary>Runners in bubblewrap on this machine: some wait, each serves once, and a new one takes its place when there is time.</summary>
internal sealed partial class LocalRunnerSource : BackgroundService, IRunnerSource
{
    private readonly LocalSandboxOptions options;
    private readonly RuntimeCatalogue catalogue;
    private readonly ILogger<LocalRunnerSource> log;
    private readonly SandboxFolder folder;
    private readonly ConcurrentDictionary<SandboxShape, ConcurrentQueue<LocalSandbox>> warm = new();
    private readonly ConcurrentDictionary<string, LocalSandbox> busy = new();
    private readonly SemaphoreSlim refill = new(0);
    private int starting;
    private int number;

    public LocalRunnerSource(IOptions<LocalSandboxOptions> options, RuntimeCatalogue catalogue, ILogger<LocalRunnerSource> log)
    {
        (this.options, this.catalogue, this.log) = (options.Value, catalogue, log);
        folder = new SandboxFolder(this.options);
        catalogue.Changed += Refill;
    }

    public async ValueTask<Runner> AcquireAsync(RunnerRequest request, CancellationToken ct)
    {
        var shape = SandboxShape.Of(request.Runtime);
        while (warm.TryGetValue(shape, out var waiting) && waiting.TryDequeue(out var sandbox))
        {
            if (!sandbox.HasExited)
                return Take(sandbox, warm: true);
            _ = sandbox.EndAsync();
        }
        Interlocked.Increment(ref starting);
        try
        {
            return Take(await StartAsync(shape, ct), warm: false);
        }
        finally
        {
            Interlocked.Decrement(ref starting);
        }
    }

    /// <summary>Makes a sandbox, as small as any, and ends it.</summary>
    /// <exception cref="SandboxException">It can't be made.</exception>
    public async Task TryAsync(CancellationToken ct)
    {
        using var sandbox = await StartAsync(new SandboxShape("", WorkspaceBytes: 1 << 20), ct);
    }

    public ValueTask<Runner?> FindAsync(ExecutionId id, CancellationToken ct) =>
        new(busy.Values.FirstOrDefault(s => s.Client.Execution == id && !s.HasExited) is { } found ? new Runner(found.Name, true, found.Client) : null);

    public bool HasEnded(Runner runner) => !busy.TryGetValue(runner.Name, out var sandbox) || sandbox.HasExited;

    public ValueTask<RunnerLoss> ExplainAsync(Runner runner, string said, CancellationToken ct) =>
        new(new RunnerLoss(null, $"its runner {runner.Name} was lost: {said}"));

    public void Release(Runner runner, RunnerEnd end) => _ = ReleaseAsync(runner, end);

    public override void Dispose()
    {
        catalogue.Changed -= Refill;
        foreach (var sandbox in warm.Values.SelectMany(queue => queue).Concat(busy.Values))
            sandbox.Dispose();
        folder.Dispose();
        refill.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                // Runs come first: while some wait for a sandbox, none is made ahead.
                while (Volatile.Read(ref starting) == 0 && Missing() is { } shape)
                    warm.GetOrAdd(shape, _ => new()).Enqueue(await StartAsync(shape, stoppingToken));
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // The runs that need one make their own, and tell their callers why they can't.
                NotWarm(e.Message);
                await refill.WaitAsync(TimeSpan.FromSeconds(5), stoppingToken);
                continue;
            }
            await refill.WaitAsync(stoppingToken);
        }
    }

    private SandboxShape? Missing() => catalogue.All
        .Where(runtime => runtime.Ready)
        .GroupBy(SandboxShape.Of)
        .Where(group => (warm.GetValueOrDefault(group.Key)?.Count ?? 0) < Math.Min(options.MaxWarm, group.Sum(runtime => runtime.Spec.Pool.Min)))
        .Select(group => group.Key)
        .FirstOrDefault();

    private async Task ReleaseAsync(Runner runner, RunnerEnd end)
    {
        // It is still this process's, and found again here.
        if (end == RunnerEnd.Left)
            return;
        if (end == RunnerEnd.Done)
            await runner.DismissAsync();
        if (busy.TryRemove(runner.Name, out var sandbox))
            _ = sandbox.EndAsync();
        Refill();
    }

    private void Refill() => refill.Release();

    private Runner Take(LocalSandbox sandbox, bool warm)
    {
        busy[sandbox.Name] = sandbox;
        return new Runner(sandbox.Name, warm, sandbox.Client);
    }

    private async Task<LocalSandbox> StartAsync(SandboxShape shape, CancellationToken ct)
    {
        var name = $"local-{Interlocked.Increment(ref number)}";
        var socket = folder.Socket(name);
        var start = new ProcessStartInfo(folder.Runner)
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        start.Environment.Clear();
        foreach (var argument in (string[])["listen", socket, "--user", $"{BubblewrapArguments.User}", "--", options.BubblewrapPath, .. BubblewrapArguments.For(folder.Runner, shape.BindList, shape.WorkspaceBytes)])
            start.ArgumentList.Add(argument);
        var sandbox = new LocalSandbox(name, Start(start), socket);
        try
        {
            await sandbox.ReadyAsync(ct);
            return sandbox;
        }
        catch
        {
            _ = sandbox.EndAsync();
            throw;
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or InvalidOperationException)
        {
            throw new SandboxException($"{start.FileName} could not be started: {e.Message}", transient: false, e);
        }
    }

    [LoggerMessage(LogLevel.Error, "No sandbox could be made ahead: {Reason}")]
    private partial void NotWarm(string reason);
}
