namespace RCoder.Contracts.Topics;

/// <summary>Every topic of RCoder. The way of a run through them is in <c>docs/how-a-run-travels.md</c>.</summary>
public static class TopicNames
{
    public const string JobsPrefix = "rcoder.jobs.";
    public const string Events = "rcoder.events";
    public const string Control = "rcoder.control";
    public const string Runtimes = "rcoder.runtimes";
    public const string Idempotency = "rcoder.idempotency";
    public const string DeadJobs = "rcoder.jobs.dead";

    public static string Jobs(string runtime) => JobsPrefix + runtime;
}
