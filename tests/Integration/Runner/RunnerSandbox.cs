using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using RCoder.Contracts.Events;
using RCoder.Contracts.Json;
using RCoder.Contracts.Runners;
using RCoder.Dispatcher.Sandboxes.Local;
using RCoder.Shared;

namespace RCoder.Integration.Runner;

/// <summary>One runner in one sandbox, started as the dispatcher starts it and spoken to as the dispatcher speaks to it.</summary>
internal sealed class RunnerSandbox : IAsyncDisposable
{
    public const long WorkspaceBytes = 64L << 20;
    private readonly string socket = Path.Combine(Path.GetTempPath(), $"rcoder-test-{Guid.NewGuid():N}.sock");
    private readonly Process process;
    private readonly StringBuilder errors = new();
    private readonly string? poolToken;

    private RunnerSandbox(string runner, IReadOnlyList<string> environment)
    {
        poolToken = environment.FirstOrDefault(pair => pair.StartsWith("RCODER_POOL_TOKEN=", StringComparison.Ordinal))?.Split('=', 2)[1];
        var start = new ProcessStartInfo(runner) { RedirectStandardInput = true, RedirectStandardError = true, WorkingDirectory = "/" };
        string[] command = ["/usr/bin/bwrap", .. Insert(BubblewrapArguments.For(runner, [], WorkspaceBytes), environment)];
        foreach (var argument in (string[])["listen", socket, "--user", "65532", "--", .. command])
            start.ArgumentList.Add(argument);
        process = Process.Start(start)!;
        process.ErrorDataReceived += (_, line) => errors.AppendLine(line.Data);
        process.BeginErrorReadLine();
        Client = new HttpClient(new SocketsHttpHandler { ConnectCallback = ConnectAsync }) { BaseAddress = new Uri("http://runner") };
    }

    public HttpClient Client { get; }

    /// <summary>The path of the socket on which the runner listens.</summary>
    public string Socket => socket;

    public static async Task<RunnerSandbox> StartAsync(CancellationToken ct, params IEnumerable<string> environment)
    {
        var sandbox = new RunnerSandbox(RunnerBinary.Path, [.. environment]);
        await sandbox.StateAsync(ct);
        return sandbox;
    }

    public async Task<RunnerState> StateAsync(CancellationToken ct)
    {
        using var response = await SendAsync(HttpMethod.Get, "/state", poolToken, null, ct);
        response.EnsureSuccessStatusCode();
        return JsonSerializer.Deserialize(await response.Content.ReadAsStringAsync(ct), Wire.Json.RunnerState)!;
    }

    public Task<HttpResponseMessage> ClaimAsync(Plan plan, CancellationToken ct, string? token = null) =>
        SendAsync(HttpMethod.Post, "/claim", token, new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(plan, Wire.Json.Plan)), ct);

    public Task<HttpResponseMessage> PostAsync(Plan plan, string path, CancellationToken ct, byte[]? body = null) =>
        SendAsync(HttpMethod.Post, path, plan.Secret, new ByteArrayContent(body ?? []), ct);

    public async IAsyncEnumerable<ExecutionEvent> EventsAsync(Plan plan, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct, int from = 0)
    {
        using var response = await SendAsync(HttpMethod.Get, $"/events?from={from}", plan.Secret, null, ct);
        response.EnsureSuccessStatusCode();
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(ct));
        while (await reader.ReadLineAsync(ct) is { } line)
            yield return JsonSerializer.Deserialize(line, Wire.Json.ExecutionEvent)!;
    }

    /// <summary>Claims, and waits for the last event.</summary>
    public async Task<RunnerOutput> RunAsync(Plan plan, CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        using var claimed = await ClaimAsync(plan, ct);
        Assert.True(claimed.IsSuccessStatusCode, await claimed.Content.ReadAsStringAsync(ct));
        var events = await EventsAsync(plan, ct).ToListAsync(ct);
        return new RunnerOutput(events, watch.Elapsed);
    }

    /// <summary>Processes in the sandbox beside process 1. Orphans are process 1's too, so all of them are below it.</summary>
    public int LivingProcesses()
    {
        var parents = new Dictionary<int, int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(path => int.TryParse(Path.GetFileName(path), out _)))
        {
            try
            {
                var stat = File.ReadAllText(Path.Combine(folder, "stat"));
                var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
                parents[int.Parse(Path.GetFileName(folder), null)] = int.Parse(fields[1], null);
            }
            catch (IOException)
            {
            }
        }
        IEnumerable<int> Below(int pid) => parents.Where(pair => pair.Value == pid).SelectMany(pair => Below(pair.Key).Append(pair.Key));
        return Below(process.Id).Count() - 1;
    }

    public long PeakBytesOfRunner()
    {
        var child = File.ReadAllText($"/proc/{process.Id}/task/{process.Id}/children").Trim();
        var line = File.ReadLines($"/proc/{child}/status").Single(text => text.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], null) << 10;
    }

    /// <summary>Acknowledges, and waits until the sandbox is gone.</summary>
    public async Task DoneAsync(Plan plan, CancellationToken ct)
    {
        using var done = await PostAsync(plan, "/done", ct);
        Assert.True(done.IsSuccessStatusCode);
        await ExitAsync(ct);
    }

    public async Task<int> ExitAsync(CancellationToken ct)
    {
        await process.WaitForExitAsync(ct);
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!process.HasExited) process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
        File.Delete(socket);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? bearer, HttpContent? body, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        if (bearer is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        return await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
    }

    private static IEnumerable<string> Insert(IReadOnlyList<string> arguments, IEnumerable<string> environment) =>
        [.. arguments.TakeWhile(argument => argument != "--"),
         .. environment.SelectMany(pair => new[] { "--setenv", pair.Split('=', 2)[0], pair.Split('=', 2)[1] }),
         .. arguments.SkipWhile(argument => argument != "--")];

    /// <summary>The socket is there a moment after the process is: nothing tells when, so this asks again.</summary>
    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (true)
        {
            var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await client.ConnectAsync(new UnixDomainSocketEndPoint(socket), ct);
                return new NetworkStream(client, ownsSocket: true);
            }
            catch (SocketException) when (!process.HasExited)
            {
                client.Dispose();
                await timer.WaitForNextTickAsync(ct);
            }
            catch (SocketException e)
            {
                client.Dispose();
                throw new InvalidOperationException($"the sandbox ended: {errors}", e);
            }
        }
    }
}
