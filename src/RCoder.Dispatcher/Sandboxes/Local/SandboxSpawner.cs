using System.Collections.Concurrent;
using System.Diagnostics;

namespace RCoder.Dispatcher.Sandboxes.Local;

/// <summary>
/// Starts processes from one thread that lives as long as this program. bubblewrap's <c>--die-with-parent</c> is
/// PR_SET_PDEATHSIG (prctl(2)), and that signal comes when the thread ends that started the child, not the process:
/// from the thread pool, sandboxes would die at random.
/// </summary>
internal sealed class SandboxSpawner : IDisposable
{
    private readonly BlockingCollection<(ProcessStartInfo Start, TaskCompletionSource<Process> Started)> work = [];

    public SandboxSpawner() => new Thread(Run) { IsBackground = true, Name = "sandbox spawner" }.Start();

    public Task<Process> StartAsync(ProcessStartInfo start)
    {
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        work.Add((start, started));
        return started.Task;
    }

    public void Dispose() => work.CompleteAdding();

    private void Run()
    {
        foreach (var (start, started) in work.GetConsumingEnumerable())
        {
            try
            {
                started.SetResult(Process.Start(start)!);
            }
            catch (Exception e) when (e is System.ComponentModel.Win32Exception or InvalidOperationException)
            {
                started.SetException(new SandboxException($"{start.FileName} could not be started: {e.Message}", transient: false, e));
            }
        }
    }
}
