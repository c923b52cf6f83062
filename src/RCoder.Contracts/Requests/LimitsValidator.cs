using RCoder.Contracts.Executions;
using RCoder.Contracts.Runtimes;

namespace RCoder.Contracts.Requests;

internal static class LimitsValidator
{
    public static void Validate(RequestedLimits limits, Runtime? runtime, Problems problems)
    {
        var max = runtime?.Spec.Limits.Maximum();
        Check("limits.wallMs", limits.WallMs, RequestBounds.LeastTimeMs, max?.WallMs);
        Check("limits.cpuMs", limits.CpuMs, RequestBounds.LeastTimeMs, max?.CpuMs);
        Check("limits.memoryBytes", limits.MemoryBytes, RequestBounds.LeastMemoryBytes, max?.MemoryBytes);
        Check("limits.outputBytes", limits.OutputBytes, RequestBounds.LeastOutputBytes, max?.OutputBytes);
        Check("limits.processes", limits.Processes, RequestBounds.LeastProcesses, max?.Processes);

        void Check(string field, long? value, long least, long? most)
        {
            if (value is { } asked)
                InRange(field, asked, least, most ?? long.MaxValue, runtime?.Name ?? "RCoder", problems);
        }
    }

    public static void InRange(string field, long value, long least, long most, string who, Problems problems)
    {
        if (value < least)
            problems.Add(field, $"is {value}; it must be at least {least}");
        else if (value > most)
            problems.Add(field, $"is {value}; {who} allows at most {most}");
    }
}
