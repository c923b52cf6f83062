using RCoder.Contracts.Runtimes;

namespace RCoder.Runtimes.Catalogue;

/// <summary>The runtime that a request means; or the field that is to blame, and why, in words that list what there is.</summary>
public readonly record struct RuntimeResolution(Runtime? Runtime, string Field, string Message)
{
    internal static RuntimeResolution Of(Runtime runtime) => new(runtime, "", "");

    internal static RuntimeResolution Problem(string field, string message) => new(null, field, message);
}
