using RCoder.Runner.Filtering;

namespace RCoder.Unit.Runner;

/// <summary>Runs a seccomp filter as the kernel does: classic BPF over one <c>struct seccomp_data</c>.</summary>
internal static class BpfMachine
{
    public const uint Allowed = 0x7fff0000, X86_64 = 0xc000003e;

    public static uint Run(IReadOnlyList<BpfInstruction> filter, int call, ulong[] arguments, uint architecture = X86_64)
    {
        uint Word(uint offset) => offset switch
        {
            0 => (uint)call,
            4 => architecture,
            >= 16 => (uint)((offset - 16) / 8 < arguments.Length ? arguments[(offset - 16) / 8] >> (int)(8 * (offset % 8)) : 0),
            _ => 0,
        };
        uint accumulator = 0;
        for (var at = 0; ; at++)
        {
            var (code, ifTrue, ifFalse, operand) = filter[at];
            switch (code)
            {
                case 0x20: accumulator = Word(operand); break;
                case 0x06: return operand;
                case 0x15: at += accumulator == operand ? ifTrue : ifFalse; break;
                case 0x35: at += accumulator >= operand ? ifTrue : ifFalse; break;
                case 0x45: at += (accumulator & operand) != 0 ? ifTrue : ifFalse; break;
                default: throw new NotSupportedException($"BPF code {code:x}");
            }
        }
    }
}
