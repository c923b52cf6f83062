using System.Runtime.InteropServices;

namespace RCoder.Runner.Launching;

/// <summary>What the launcher says over its control socket: once that it waits, and again only if execve failed. Its closing means that the program runs.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct LaunchReport
{
    /// <summary>0 while it waits, else why the program did not start.</summary>
    internal int Errno;

    /// <summary>Processor time that its own start took, which is not the program's.</summary>
    internal double CpuMs;

    internal long MaxResidentKiB;
}
