using RCoder.Runner.Posix;

namespace RCoder.Runner.Filtering;

/// <summary>
/// Writes seccomp filters for x86-64 as rules of one system call each. A rule that is not about the call at hand is
/// jumped over; a rule that is decides, so the last one that counts is the first one written.
/// </summary>
internal sealed class BpfAssembler
{
    // Of linux/bpf_common.h: load a word, return, and jumps on ==, >=, and any bit in common.
    private const ushort Load = 0x20, Return = 0x06, JumpEqual = 0x15, JumpAtLeast = 0x35, JumpAnyBit = 0x45;
    private const uint Allow = 0x7fff0000, Error = 0x00050000, Architecture = 0xc000003e, FirstX32 = 0x40000000;
    private const uint NumberOffset = 0, ArchitectureOffset = 4, ArgumentsOffset = 16;

    private readonly List<BpfInstruction> program = [];

    internal BpfAssembler()
    {
        // A call in the manner of another architecture has other numbers: none of the rules would fit it.
        Emit(Load, ArchitectureOffset);
        Emit(JumpEqual, Architecture, ifTrue: 1);
        Emit(Return, Error | Errno.ENOSYS);
        Emit(Load, NumberOffset);
        Emit(JumpAtLeast, FirstX32, ifFalse: 1);
        Emit(Return, Error | Errno.ENOSYS);
    }

    internal void Refuse(int errno, params ReadOnlySpan<int> calls)
    {
        foreach (var call in calls)
        {
            Emit(JumpEqual, (uint)call, ifFalse: 1);
            Emit(Return, Error | (uint)errno);
        }
    }

    /// <summary>Refuses a call by what <paramref name="rule"/> finds in its arguments, and allows it otherwise.</summary>
    internal void Check(int call, Action<BpfAssembler> rule)
    {
        var start = program.Count;
        Emit(JumpEqual, (uint)call);
        rule(this);
        Emit(Return, Allow);
        program[start] = program[start] with { IfFalse = checked((byte)(program.Count - start - 1)) };
    }

    // Only the low half of an argument is looked at: every argument here is a 32-bit one to the kernel.
    internal void LoadArgument(int index) => Emit(Load, ArgumentsOffset + 8 * (uint)index);

    internal void RefuseIfEqual(uint value, int errno = Errno.EPERM)
    {
        Emit(JumpEqual, value, ifFalse: 1);
        Emit(Return, Error | (uint)errno);
    }

    internal void RefuseIfBetween(uint first, uint end, int errno = Errno.EPERM)
    {
        Emit(JumpAtLeast, first, ifFalse: 2);
        Emit(JumpAtLeast, end, ifTrue: 1);
        Emit(Return, Error | (uint)errno);
    }

    internal void RefuseIfAnyBit(uint bits, int errno = Errno.EPERM)
    {
        Emit(JumpAnyBit, bits, ifFalse: 1);
        Emit(Return, Error | (uint)errno);
    }

    internal void AllowIfEqual(uint value)
    {
        Emit(JumpEqual, value, ifFalse: 1);
        Emit(Return, Allow);
    }

    /// <summary>Does <paramref name="rule"/> only where the loaded argument is <paramref name="value"/>.</summary>
    internal void WhenEqual(uint value, Action<BpfAssembler> rule)
    {
        var start = program.Count;
        Emit(JumpEqual, value);
        rule(this);
        Emit(Return, Allow);
        program[start] = program[start] with { IfFalse = checked((byte)(program.Count - start - 1)) };
    }

    internal void RefuseAll(int errno) => Emit(Return, Error | (uint)errno);

    internal BpfInstruction[] Build()
    {
        Emit(Return, Allow);
        return [.. program];
    }

    private void Emit(ushort code, uint operand, byte ifTrue = 0, byte ifFalse = 0) =>
        program.Add(new BpfInstruction(code, ifTrue, ifFalse, operand));
}
