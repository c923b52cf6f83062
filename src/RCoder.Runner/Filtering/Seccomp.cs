using System.Runtime.InteropServices;
using RCoder.Runner.Posix;

namespace RCoder.Runner.Filtering;

/// <summary>One instruction of classic BPF: <c>struct sock_filter</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct BpfInstruction(ushort Code, byte IfTrue, byte IfFalse, uint Operand);

internal static unsafe class Seccomp
{
    [StructLayout(LayoutKind.Sequential)]
    private struct Program
    {
        internal ushort Length;
        internal BpfInstruction* Instructions;
    }

    /// <summary>Puts this thread, and all that it starts, under the filter for good. 0, or an errno.</summary>
    internal static int Install(ReadOnlySpan<BpfInstruction> filter)
    {
        const nint seccomp = 317, setModeFilter = 1;
        fixed (BpfInstruction* instructions = filter)
        {
            var program = new Program { Length = (ushort)filter.Length, Instructions = instructions };
            return Libc.syscall(seccomp, setModeFilter, 0, (nint)(&program), 0) == 0 ? 0 : Libc.LastError;
        }
    }
}
