namespace RCoder.Cluster.Clusters;

/// <summary>Tests that take many minutes, or kill parts of the cluster that others use: run when they are asked for.</summary>
internal static class LongTests
{
    private const string Variable = "RCODER_TEST_LONG";

    public static void SkipUnlessAskedFor() =>
        Assert.SkipUnless(Environment.GetEnvironmentVariable(Variable) == "1", $"it takes long, or kills parts of the cluster: {Variable}=1 runs it");
}
