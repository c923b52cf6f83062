using RCoder.Integration.Hosting;

namespace RCoder.Integration.WholePath;

/// <summary>One <c>rcoder serve</c> for the tests of a class, on one of the two brokers.</summary>
public abstract class Serving : IAsyncLifetime
{
    /// <summary>Programs that run at one time, on whatever machine.</summary>
    public const int Slots = 8;

    private ServeProcess? process;

    /// <summary>Why it can't be tested, if so.</summary>
    public virtual string? Missing =>
        ServeProcess.Program is null ? "artifacts/rcoder is not there (run make build): nothing is tested on the whole path" : null;

    public virtual string? BootstrapServers => null;

    public ServeProcess Process => process!;

    /// <summary>Topics of its own; and a slow machine, with other suites beside, is not a broker that is gone.</summary>
    public Dictionary<string, string> Settings { get; } = new()
    {
        ["Kafka__Prefix"] = $"test-{Guid.NewGuid():N}-"[..14],
        ["Kafka__WriteTimeoutMs"] = "20000",
        ["Dispatcher__MaxConcurrent"] = $"{Slots}",
    };

    public async ValueTask InitializeAsync()
    {
        if (Missing is null)
            process = await ServeProcess.StartAsync(BootstrapServers, Settings, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
            await process.DisposeAsync();
        if (Missing is null && BootstrapServers is { } servers)
            await TestTopics.DeleteAsync(servers, Settings["Kafka__Prefix"]);
        GC.SuppressFinalize(this);
    }
}

public sealed class ServingEmbedded : Serving;

public sealed class ServingKafka : Serving
{
    public override string? BootstrapServers => Environment.GetEnvironmentVariable("KAFKA_BOOTSTRAP_SERVERS");

    public override string? Missing => base.Missing
        ?? (BootstrapServers is { Length: > 0 } ? null : "KAFKA_BOOTSTRAP_SERVERS is not set: nothing is tested on a real Kafka");
}
