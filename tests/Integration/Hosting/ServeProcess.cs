using System.Diagnostics;
using System.Text;
using RCoder.Shared;

namespace RCoder.Integration.Hosting;

/// <summary>The built <c>rcoder serve</c> as a process of its own, on free ports.</summary>
public sealed class ServeProcess : IAsyncDisposable
{
    // Kafka gives a crashed dispatcher's partitions away only after group.consumer.session.timeout.ms: 45 s.
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(45 + 60);

    private readonly Process process;
    private readonly StringBuilder said = new();

    private ServeProcess(Process process, int apiPort, int editorPort)
    {
        this.process = process;
        Api = new HttpClient(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = 512 })
        {
            BaseAddress = new Uri($"http://127.0.0.1:{apiPort}"),
            Timeout = TimeSpan.FromMinutes(5),
        };
        EditorAddress = new Uri($"http://127.0.0.1:{editorPort}");
    }

    public HttpClient Api { get; }
    public Uri EditorAddress { get; }
    public int Id => process.Id;

    /// <summary>From the start of the process until it said that it was ready, or why not.</summary>
    public TimeSpan ReadyAfter { get; private set; }

    /// <summary>What it wrote so far.</summary>
    public string Said
    {
        get
        {
            lock (said)
                return said.ToString();
        }
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

    /// <param name="bootstrapServers">Null: the embedded broker.</param>
    /// <param name="settings">Any other, such as <c>Kafka__Prefix</c>.</param>
    /// <param name="ct">Ends the waiting.</param>
    public static async Task<ServeProcess> StartAsync(string? bootstrapServers, IReadOnlyDictionary<string, string> settings, CancellationToken ct)
    {
        var (apiPort, editorPort) = (Processes.FreePort(), Processes.FreePort());
        var start = new ProcessStartInfo(Program ?? throw new InvalidOperationException("artifacts/rcoder is not there: run make build"), ["serve"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment["KAFKA_BOOTSTRAP_SERVERS"] = bootstrapServers;
        start.Environment["RCODER_Serve__ApiPort"] = $"{apiPort}";
        start.Environment["RCODER_Api__EditorPort"] = $"{editorPort}";
        foreach (var (name, value) in settings)
            start.Environment[$"RCODER_{name}"] = value;

        var watch = Stopwatch.StartNew();
        var serve = new ServeProcess(Process.Start(start)!, apiPort, editorPort);
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Hear(object sender, DataReceivedEventArgs line)
        {
            lock (serve.said)
                serve.said.AppendLine(line.Data);
            if (line.Data?.StartsWith("RCoder is ", StringComparison.Ordinal) == true)
            {
                serve.ReadyAfter = watch.Elapsed;
                ready.TrySetResult();
            }
        }
        serve.process.OutputDataReceived += Hear;
        serve.process.ErrorDataReceived += Hear;
        serve.process.BeginOutputReadLine();
        serve.process.BeginErrorReadLine();
        var ended = serve.process.WaitForExitAsync(ct);
        if (await Task.WhenAny(ready.Task, ended).WaitAsync(LongestStart, ct) == ended)
            throw new InvalidOperationException($"rcoder serve ended with {serve.process.ExitCode}: {serve.Said}");
        return serve;
    }

    /// <summary>SIGKILL, as a crash.</summary>
    public Task KillAsync() => process.CrashAsync();

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

    public async ValueTask DisposeAsync()
    {
        await process.EndAsync();
        Api.Dispose();
        process.Dispose();
    }
}
