using System.Collections.Concurrent;
using System.Reflection;
using RCoder.Cluster.Clusters;
using Xunit.v3;

[assembly: LogsOfFailures]

namespace RCoder.Cluster.Clusters;

/// <summary>A test that passes is quiet; one that fails shows what its parts logged, in the order of time.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
internal sealed class LogsOfFailures : BeforeAfterTestAttribute
{
    private static readonly ConcurrentDictionary<string, ConcurrentBag<TestLog>> Logs = [];

    public static void Keep(TestLog log)
    {
        if (TestContext.Current.Test is { } test)
            Logs.GetOrAdd(test.UniqueID, _ => []).Add(log);
    }

    public override void After(MethodInfo methodUnderTest, IXunitTest test)
    {
        if (!Logs.TryRemove(test.UniqueID, out var logs) || TestContext.Current.TestState?.Result == TestResult.Passed)
            return;
        foreach (var line in logs.SelectMany(log => log.Lines).Order(StringComparer.Ordinal))
            TestContext.Current.TestOutputHelper?.WriteLine(line);
    }
}
