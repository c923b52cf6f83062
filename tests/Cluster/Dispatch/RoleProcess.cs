using System.Diagnostics;
using System.Text;
using RCoder.Shared;

namespace RCoder.Cluster.Dispatch;

/// <summary>The built <c>rcoder</c> in one role, as a process of its own on a free port.</summary>
public sealed class RoleProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly StringBuilder said = new();
    private int disposed;

    private RoleProcess(string role, IReadOnlyDictionary<string, string?> settings)
    {
        var start = new ProcessStartInfo(Program!, [role]) { RedirectStandardOutput = true, RedirectStandardError = true };
        var port = Processes.FreePort();
        Http = new HttpClient(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = 512 }) { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromMinutes(5) };
        foreach (var name in (string[])["RCODER_Metrics__Port", "RCODER_Serve__ApiPort", "RCODER_Api__EditorPort"])
            start.Environment[name] = $"{port}";
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        process = Process.Start(start)!;
        process.OutputDataReceived += Hear;
        process.ErrorDataReceived += Hear;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Where <c>make build</c> puts the program; null where it was not made.</summary>
    public static string? Program
    {
        get
        {
            for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, "RCoder.sln")))
                    return Path.Combine(folder.FullName, "artifacts", "rcoder", "rcoder") is var file && File.Exists(file) ? file : null;
            }
            return null;
        }
    }

    /// <summary>Its process id.</summary>
    public int Id => process.Id;

    /// <summary>Its paths.</summary>
    public HttpClient Http { get; }

    public string Said
    {
        get
        {
            lock (said)
                return said.ToString();
        }
    }

    /// <summary>Ends when the role is ready.</summary>
    public static async Task<RoleProcess> StartAsync(string role, IReadOnlyDictionary<string, string?> settings, CancellationToken ct)
    {
        var started = new RoleProcess(role, settings);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        var watch = Stopwatch.StartNew();
        while (!await started.IsReadyAsync(ct))
        {
            if (started.process.HasExited || watch.Elapsed > TimeSpan.FromSeconds(60))
            {
                await started.DisposeAsync();
                throw new InvalidOperationException($"rcoder {role} is not ready: {started.Said}");
            }
            await timer.WaitForNextTickAsync(ct);
        }
        return started;
    }

    /// <summary>Looks until a dispatcher is connected to so many pods that wait.</summary>
    public Task FreeAsync(int count) => FreeAsync(free => free >= count);

    /// <summary>Looks until as many pods as wanted wait, as far as a dispatcher knows.</summary>
    public async Task FreeAsync(Func<double, bool> wanted)
    {
        var ct = TestContext.Current.CancellationToken;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        for (var looks = 0; looks < 3000; looks++)
        {
            var metrics = await Http.GetStringAsync("/metrics", ct);
            if (wanted(metrics.Split('\n').Where(line => line.StartsWith("rcoder_dispatcher_free_pods{", StringComparison.Ordinal))
                .Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], System.Globalization.CultureInfo.InvariantCulture))))
                return;
            await timer.WaitForNextTickAsync(ct);
        }
        throw new TimeoutException($"the dispatcher is not connected to as many pods that wait as wanted: {Said}");
    }

    /// <summary>SIGKILL, as a crash.</summary>
    public Task KillAsync() => process.CrashAsync();

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, 1) == 1)
            return;
        await process.EndAsync();
        Http.Dispose();
        process.Dispose();
    }

    private async Task<bool> IsReadyAsync(CancellationToken ct)
    {
        try
        {
            using var answer = await Http.GetAsync("/readyz", ct);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private void Hear(object sender, DataReceivedEventArgs line)
    {
        lock (said)
            said.AppendLine(line.Data);
    }
}
