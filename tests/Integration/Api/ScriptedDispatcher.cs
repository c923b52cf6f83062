using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using RCoder.Contracts.Events;
using RCoder.Contracts.Executions;
using RCoder.Contracts.Jobs;
using RCoder.Contracts.Json;
using RCoder.Contracts.Topics;
using RCoder.Messaging.Kafka;
using RCoder.Messaging.Logs;

namespace RCoder.Integration.Api;

/// <summary>
/// In place of the dispatcher: takes every job up at once, and does what each line of its program says. As the real one
/// does, it runs an id once, however many jobs carry it.
/// </summary>
internal sealed class ScriptedDispatcher : IAsyncDisposable
{
    private readonly ServiceProvider services;
    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentDictionary<ExecutionId, Channel<ControlMessage>> running = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> gates = new();
    private readonly Task tail;

    private ScriptedDispatcher(ServiceProvider services, Action started)
    {
        this.services = services;
        var jobs = new TopicTail(services.GetRequiredService<KafkaConnection>(), NullLogger<TopicTail>.Instance);
        tail = jobs.RunAsync([(TopicNames.Jobs("python"), TailStart.End), (TopicNames.Control, TailStart.End)], result =>
        {
            if (Records.Read(result, Wire.Json.Job).Record is { Value.Files: not null } job && result.Topic.EndsWith("python", StringComparison.Ordinal))
                Take(job.Value, new JobPosition { Topic = TopicNames.Jobs("python"), Partition = result.Partition, Offset = result.Offset });
            else if (Records.Read(result, Wire.Json.ControlMessage).Record is { } control)
                running.GetOrAdd(control.Value.Id, _ => Channel.CreateUnbounded<ControlMessage>()).Writer.TryWrite(control.Value);
        }, stop.Token);
        _ = jobs.CaughtUp.ContinueWith(_ => started(), TaskScheduler.Default);
    }

    public ConcurrentQueue<Job> Jobs { get; } = [];

    /// <summary>While true, jobs are seen and nothing is done about them.</summary>
    public bool Idle { get; set; }

    public EventWriter Events => services.GetRequiredService<EventWriter>();

    public static async Task<ScriptedDispatcher> StartAsync(ServiceProvider process)
    {
        var started = new TaskCompletionSource();
        var dispatcher = new ScriptedDispatcher(process, started.SetResult);
        await started.Task;
        return dispatcher;
    }

    /// <summary>Lets programs go on that wait at a gate.</summary>
    public void Open(string gate) => Gate(gate).TrySetResult();

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await tail;
        await services.DisposeAsync();
        stop.Dispose();
    }

    private void Take(Job job, JobPosition position)
    {
        var first = Jobs.All(other => other.Id != job.Id);
        Jobs.Enqueue(job);
        if (first && !Idle)
            _ = RunAsync(job, position);
    }

    private async Task RunAsync(Job job, JobPosition position)
    {
        var control = running.GetOrAdd(job.Id, _ => Channel.CreateUnbounded<ControlMessage>()).Reader;
        var (seq, attempt) = (0, 1);
        await Say(new Assigned { Id = job.Id, Seq = 0, At = Now, Runtime = job.Runtime, Pod = "scripted", Warm = true, Job = position });
        await Say(new Running { Id = job.Id, Seq = 0, At = Now });
        foreach (var line in job.Files[0].Content.Split('\n'))
        {
            var space = line.IndexOf(' ');
            var (verb, rest) = space < 0 ? (line, "") : (line[..space], line[(space + 1)..]);
            switch (verb)
            {
                case "out": await Say(Out(rest + "\n")); break;
                case "err": await Say(Out(rest) with { Stream = OutputStream.Stderr }); break;
                case "big": await Say(Out(new string('x', int.Parse(rest, System.Globalization.CultureInfo.InvariantCulture)))); break;
                case "bytes": await Say(Out("") with { Text = null, Base64 = rest }); break;
                case "gate": await Gate(rest).Task; break;
                case "retry": attempt++; await Say(new Retrying { Id = job.Id, Seq = 0, At = Now, Reason = rest }); break;
                case "echo": await EchoAsync(); break;
                case "hang":
                    while (await control.ReadAsync() is not Cancel) { }
                    await End(Outcome.Cancelled, null);
                    return;
                case "exit":
                    await End(rest == "0" ? Outcome.Succeeded : Outcome.Failed, int.Parse(rest, System.Globalization.CultureInfo.InvariantCulture));
                    return;
            }
        }
        await End(Outcome.Succeeded, 0);

        Output Out(string text) => new() { Id = job.Id, Seq = 0, At = Now, Phase = Phase.Run, Stream = OutputStream.Stdout, Text = text };
        async Task Say(ExecutionEvent e) => await Events.WriteAsync(e with { Seq = ++seq, Attempt = attempt }, CancellationToken.None);
        async Task End(Outcome outcome, int? code) => await Say(new Finished { Id = job.Id, Seq = 0, At = Now, Outcome = outcome, ExitCode = code, Runtime = job.Runtime, Language = job.Language });
        async Task EchoAsync()
        {
            while (await control.ReadAsync() is Stdin input)
            {
                if (input.Data.Length > 0)
                    await Say(Out(System.Text.Encoding.UTF8.GetString(input.Data)));
                if (input.Eof)
                    return;
            }
        }
    }

    private TaskCompletionSource Gate(string name) => gates.GetOrAdd(name, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));

    private static DateTimeOffset Now => DateTimeOffset.UtcNow;
}
