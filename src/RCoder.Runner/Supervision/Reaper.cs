using System.Diagnostics;
using System.Runtime.InteropServices;
using RCoder.Runner.Posix;

namespace RCoder.Runner.Supervision;

/// <summary>The end of one child: what wait4 told, and when.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Reaped
{
    internal int Pid;
    internal int Status;
    internal double CpuMs;
    internal long MaxResidentKiB;
    internal long At;

    internal readonly bool HasExited => (Status & 0x7F) == 0;
    internal readonly int ExitCode => (Status >> 8) & 0xFF;
    internal readonly int Signal => Status & 0x7F;
}

/// <summary>
/// Waits for every child, those of others that end up with process 1 too, on a thread of its own, and hands what it
/// learns to the loop through a pipe.
/// </summary>
internal sealed unsafe class Reaper
{
    private readonly int resultsWrite, wakeRead, wakeWrite;

    internal Reaper()
    {
        (Results, resultsWrite) = Fd.Pipe();
        (wakeRead, wakeWrite) = Fd.Pipe();
        Fd.SetNonBlocking(Results);
        new Thread(Run, maxStackSize: 128 << 10) { IsBackground = true }.Start();
    }

    /// <summary>Readable when somebody was reaped.</summary>
    internal int Results { get; }

    internal void ChildStarted() => Fd.WriteAll(wakeWrite, [1]);

    internal bool TryTake(out Reaped reaped)
    {
        reaped = default;
        return Fd.Read(Results, MemoryMarshal.AsBytes(new Span<Reaped>(ref reaped))) == sizeof(Reaped);
    }

    private void Run()
    {
        Span<byte> wake = stackalloc byte[1];
        while (true)
        {
            int status;
            ResourceUsage usage;
            var pid = Libc.wait4(-1, &status, 0, &usage);
            if (pid < 0)
            {
                if (Libc.LastError == Errno.ECHILD) Fd.Read(wakeRead, wake);
                continue;
            }
            // A child that had itself traced by us and stops is not at its end.
            if ((status & 0xFF) == 0x7F) continue;
            var reaped = new Reaped
            {
                Pid = pid, Status = status, CpuMs = usage.CpuMs, MaxResidentKiB = usage.MaxResidentKiB, At = Stopwatch.GetTimestamp(),
            };
            Fd.WriteAll(resultsWrite, MemoryMarshal.AsBytes(new ReadOnlySpan<Reaped>(in reaped)));
        }
    }
}
