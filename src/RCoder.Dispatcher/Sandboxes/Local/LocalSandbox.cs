using System.Diagnostics;
using System.Net.Sockets;
using RCoder.Runtimes.Runners;

namespace RCoder.Dispatcher.Sandboxes.Local;

/// <summary>One bubblewrap process, the runner in it, and the socket through which it is spoken to.</summary>
internal sealed class LocalSandbox : IDisposable
{
    private readonly Process process;
    private readonly string socket;
    private readonly Task<string> errors;
    private int disposed;

    public LocalSandbox(string name, Process process, string socket)
    {
        (Name, this.process, this.socket) = (name, process, socket);
        errors = process.StandardError.ReadToEndAsync();
        process.StandardInput.Close();
        var handler = KeptConnection.Handler();
        handler.ConnectCallback = ConnectAsync;
        Client = KeptConnection.To(new Uri("http://runner"), handler);
    }

    public string Name { get; }
    public RunnerClient Client { get; }
    public bool HasExited => Volatile.Read(ref disposed) == 1 || process.HasExited;

    /// <summary>Ends when the runner answers.</summary>
    /// <exception cref="SandboxException">It ended instead, or said nothing for 10 s.</exception>
    public async Task ReadyAsync(CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(TimeSpan.FromSeconds(10));
        try
        {
            while (!File.Exists(socket) && !process.HasExited)
                await Task.Delay(1, limit.Token);
            await Client.StateAsync(limit.Token);
        }
        catch (HttpRequestException e)
        {
            throw new SandboxException($"the sandbox could not be made: {await ErrorsAsync() ?? e.Message}", transient: true, e);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new SandboxException($"sandbox {Name} did not start within 10 s", transient: true);
        }
    }

    /// <summary>Gives a runner that was told to go a moment to do so, then ends it.</summary>
    public async Task EndAsync()
    {
        try
        {
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(1));
        }
        catch (TimeoutException)
        {
            // Dispose ends it.
        }
        catch (InvalidOperationException) when (Volatile.Read(ref disposed) == 1)
        {
            return;
        }
        Dispose();
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref disposed, 1) == 1)
            return;
        if (!process.HasExited)
            process.Kill();
        Client.Dispose();
        process.Dispose();
        File.Delete(socket);
    }

    private async Task<string?> ErrorsAsync()
    {
        try
        {
            // The connection ends a moment before the process that held it.
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(1));
        }
        catch (TimeoutException)
        {
            return null;
        }
        var said = (await errors).Trim();
        return said.Length > 0 ? said : $"it ended with {process.ExitCode}, without a word";
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), ct);
            return new NetworkStream(connection, ownsSocket: true);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
