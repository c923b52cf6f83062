using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace RCoder.Cluster.Operator;

/// <summary>The built <c>rcoder operator</c> as a process of its own.</summary>
public sealed class OperatorProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly HttpClient http;
    private readonly StringBuilder said = new();

    private OperatorProcess(IReadOnlyDictionary<string, string> settings)
    {
        var start = new ProcessStartInfo(Program!, ["operator"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        var port = FreePort();
        start.Environment["RCODER_Metrics__Port"] = $"{port}";
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
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

    /// <summary>What it wrote so far.</summary>
    public string Said
    {
        get
        {
            lock (said)
                return said.ToString();
        }
    }

    /// <summary>Resident memory in bytes.</summary>
    public long Memory
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64;
        }
    }

    /// <summary>CPU time so far.</summary>
    public TimeSpan Cpu
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>Ends when it leads and has seen the cluster.</summary>
    public static async Task<OperatorProcess> StartAsync(IReadOnlyDictionary<string, string> settings, CancellationToken ct)
    {
        var started = new OperatorProcess(settings);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        var watch = Stopwatch.StartNew();
        while (await started.MetricAsync("rcoder_operator_leads", ct) is not 1)
        {
            if (started.process.HasExited || watch.Elapsed > TimeSpan.FromSeconds(90))
            {
                await started.DisposeAsync();
                throw new InvalidOperationException($"rcoder operator does not lead: {started.Said}");
            }
            await timer.WaitForNextTickAsync(ct);
        }
        return started;
    }

    /// <summary>The value of a metric, its labels as Prometheus writes them; null while there is none.</summary>
    public async Task<double?> MetricAsync(string name, CancellationToken ct)
    {
        try
        {
            var line = (await http.GetStringAsync("/metrics", ct)).Split('\n').FirstOrDefault(line => line.StartsWith(name + " ", StringComparison.Ordinal));
            return line is null ? null : double.Parse(line[(name.Length + 1)..], CultureInfo.InvariantCulture);
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    /// <summary>SIGKILL, as a crash.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            using (var terminate = Process.Start("kill", ["-TERM", $"{process.Id}"]))
                await terminate.WaitForExitAsync();
            try
            {
                await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(20));
            }
            catch (TimeoutException)
            {
                await KillAsync();
            }
        }
        http.Dispose();
        process.Dispose();
    }

    private void Hear(object sender, DataReceivedEventArgs line)
    {
        lock (said)
            said.AppendLine(line.Data);
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
