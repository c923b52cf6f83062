using RCoder.Contracts.Executions;
using RCoder.Contracts.Runtimes;

namespace RCoder.Contracts.Requests;

internal static class LimitsValidator
{
    public static void Validate(RequestedLimits asked, Runtime? runtime, Problems problems)
    {
        var max = runtime?.Spec.Limits.Maximum();
        Check("limits", asked, max, runtime?.Name ?? "RCoder", problems);
    }

    /// <summary>That complete limits are such as a runtime may have.</summary>
    public static void InBounds(string path, Limits limits, Problems problems) => Check(path, new RequestedLimits
    {
        WallMs = limits.WallMs,
        CpuMs = limits.CpuMs,
        MemoryBytes = limits.MemoryBytes,
        OutputBytes = limits.OutputBytes,
        Processes = limits.Processes,
    }, null, "RCoder", problems);

    private static void Check(string path, RequestedLimits asked, Limits? max, string who, Problems problems)
    {
        One("wallMs", asked.WallMs, RequestBounds.LeastTimeMs, max?.WallMs ?? RuntimeBounds.MostTimeMs);
        One("cpuMs", asked.CpuMs, RequestBounds.LeastTimeMs, max?.CpuMs ?? RuntimeBounds.MostTimeMs);
        One("memoryBytes", asked.MemoryBytes, RequestBounds.LeastMemoryBytes, max?.MemoryBytes ?? RuntimeBounds.MostMemoryBytes);
        One("outputBytes", asked.OutputBytes, RequestBounds.LeastOutputBytes, max?.OutputBytes ?? RuntimeBounds.MostOutputBytes);
        One("processes", asked.Processes, RequestBounds.LeastProcesses, max?.Processes ?? RuntimeBounds.MostProcesses);

        void One(string limit, long? value, long least, long most)
        {
            if (value is { } number)
                InRange($"{path}.{limit}", number, least, most, who, problems);
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
