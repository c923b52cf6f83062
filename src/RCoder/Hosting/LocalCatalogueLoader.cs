using Microsoft.Extensions.Options;
using RCoder.Contracts.Runtimes;
using RCoder.Contracts.Topics;
using RCoder.Dispatcher.Sandboxes.Local;
using RCoder.Messaging.Kafka;
using RCoder.Runtimes.Catalogue;
using RCoder.Runtimes.Local;

namespace RCoder.Hosting;

/// <summary>What the operator does on a cluster: finds the runtimes, makes their topics, and only then offers them.</summary>
internal sealed partial class LocalCatalogueLoader(
    IOptions<LocalCatalogueOptions> options, RuntimeCatalogue catalogue, LocalSandboxProbe sandboxes, KafkaConnection kafka,
    IHostApplicationLifetime lifetime, ILogger<LocalCatalogueLoader> log) : BackgroundService
{
    /// <summary>Between two tries to make a sandbox where none could be made.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            var trying = sandboxes.ProblemAsync(stoppingToken);
            var found = await LocalRuntimes.LoadAsync(Path.Combine(AppContext.BaseDirectory, options.Value.Folder), stoppingToken);
            await Task.WhenAll(found
                .Select(runtime => kafka.EnsureTopicAsync(TopicNames.Jobs(runtime.Name), stoppingToken)));
            var trouble = await trying;
            catalogue.Replace(found, trouble);
            catalogue.Complete();
            foreach (var runtime in found.Where(runtime => !runtime.Ready))
                NotReady(runtime.Name, runtime.Message!);
            if (trouble is not null)
                await MendedAsync(trouble, found, stoppingToken);
        }
        catch (InvalidRuntimesException e)
        {
            Invalid(e.Message);
            Environment.ExitCode = 1;
            lifetime.StopApplication();
        }
    }

    /// <summary>Offers them once sandboxes can be made: what is in the way may be a setting of this machine.</summary>
    private async Task MendedAsync(string trouble, IReadOnlyList<Runtime> found, CancellationToken ct)
    {
        NoSandboxes(trouble);
        do
        {
            await Task.Delay(Pause, ct);
        }
        while (await sandboxes.ProblemAsync(ct) is not null);
        catalogue.Replace(found);
        Mended();
    }

    [LoggerMessage(LogLevel.Error, "No program can run: {Reason}")]
    private partial void NoSandboxes(string reason);

    [LoggerMessage(LogLevel.Information, "Programs can run now.")]
    private partial void Mended();

    [LoggerMessage(LogLevel.Information, "{Runtime} is not ready: {Reason}")]
    private partial void NotReady(string runtime, string reason);

    [LoggerMessage(LogLevel.Critical, "The runtimes are wrong: {Problems}")]
    private partial void Invalid(string problems);
}
