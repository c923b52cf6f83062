using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace RCoder.Shared;

/// <summary>Of a program that a test starts as a process of its own.</summary>
public static class Processes
{
    /// <summary>A port of loopback that nobody has at this moment.</summary>
    public static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    /// <summary>SIGTERM, and after 15 s SIGKILL. Ends when it has ended.</summary>
    public static async Task EndAsync(this Process process)
    {
        if (process.HasExited)
            return;
        using (var terminate = Process.Start("kill", ["-TERM", $"{process.Id}"]))
            await terminate.WaitForExitAsync();
        try
        {
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(15));
        }
        catch (TimeoutException)
        {
            await process.CrashAsync();
        }
    }

    /// <summary>SIGKILL, as a crash.</summary>
    public static async Task CrashAsync(this Process process)
    {
        process.Kill();
        await process.WaitForExitAsync();
    }
}
