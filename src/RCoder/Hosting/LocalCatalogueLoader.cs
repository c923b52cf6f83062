using Microsoft.Extensions.Options;
using RCoder.Contracts.Topics;
using RCoder.Messaging.Kafka;
using RCoder.Runtimes.Catalogue;
using RCoder.Runtimes.Local;

namespace RCoder.Hosting;

/// <summary>What the operator does on a cluster: finds the runtimes, makes their topics, and only then offers them.</summary>
internal sealed partial class LocalCatalogueLoader(
    IOptions<LocalCatalogueOptions> options, RuntimeCatalogue catalogue, KafkaConnection kafka,
    IHostApplicationLifetime lifetime, ILogger<LocalCatalogueLoader> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            var found = await LocalRuntimes.LoadAsync(Path.Combine(AppContext.BaseDirectory, options.Value.Folder), stoppingToken);
            await Task.WhenAll(found
                .Select(runtime => kafka.EnsureTopicAsync(TopicNames.Jobs(runtime.Name), stoppingToken)));
            catalogue.Replace(found);
            catalogue.Complete();
            foreach (var runtime in found.Where(runtime => !runtime.Ready))
                NotReady(runtime.Name, runtime.Message!);
        }
        catch (InvalidRuntimesException e)
        {
            Invalid(e.Message);
            Environment.ExitCode = 1;
            lifetime.StopApplication();
        }
    }

    [LoggerMessage(LogLevel.Information, "{Runtime} is not ready: {Reason}")]
    private partial void NotReady(string runtime, string reason);

    [LoggerMessage(LogLevel.Critical, "The runtimes are wrong: {Problems}")]
    private partial void Invalid(string problems);
}
