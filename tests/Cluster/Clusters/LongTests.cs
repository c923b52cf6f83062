namespace RCoder.Cluster.Clusters;

/// <summary>Tests that take many minutes, or kill parts of the cluster that others use: run when they are asked for.</summary>
internal static class LongTests
{
    private const string Variable = "RCODER_TEST_LONG";

    /// <summary>Why they don't run, or null.</summary>
    public static string? NotAskedFor =>
        Environment.GetEnvironmentVariable(Variable) == "1" ? null : $"it takes long, or kills parts of the cluster: {Variable}=1 runs it";

    public static void SkipUnlessAskedFor() => Assert.SkipWhen(NotAskedFor is not null, NotAskedFor ?? "");
}
