namespace RCoder.Operator.Draining;

/// <summary>What is known of a runtime that is being deleted, or of one of which only traces are left.</summary>
/// <param name="Announced">The catalogue says that it drains; or holds nothing of it, and nothing is queued that would have to hear.</param>
/// <param name="AnnouncedFor">For how long this operator has seen that: time in which none was there does not count.</param>
/// <param name="Lag">Records of its topic that no dispatcher has done with.</param>
/// <param name="OpenRuns">Pods with a program in them.</param>
/// <param name="Jobs">Jobs of it, of any kind.</param>
internal sealed record DrainInput(bool Announced, TimeSpan AnnouncedFor, long Lag, int OpenRuns, int Jobs);

/// <summary>A pure function from what is known to what is next.</summary>
internal static class DrainPlan
{
    /// <summary>How long the API's and the dispatchers' readers may take to hear that it drains.</summary>
    public static readonly TimeSpan Settle = TimeSpan.FromSeconds(2);

    /// <param name="input">What is known.</param>
    /// <param name="most">How long runs and queue are waited for.</param>
    public static DrainStage Next(DrainInput input, TimeSpan most)
    {
        if (!input.Announced)
            return DrainStage.Announce;
        var open = input.Lag > 0 || input.OpenRuns > 0;
        // Who has not heard yet may still accept a job: no impatience shortens that.
        if (input.AnnouncedFor < Settle || (open && input.AnnouncedFor < most))
            return DrainStage.Wait;
        if (input.Jobs > 0)
            return DrainStage.RemovePods;
        // An accepted job always ends, and only a dispatcher that reads it ends it: it needs the topic, and the record that says why.
        return input.Lag > 0 ? DrainStage.LetGo : DrainStage.Finish;
    }

    /// <summary>For the condition and for people.</summary>
    public static string Words(DrainStage stage, DrainInput input) => stage switch
    {
        DrainStage.Announce => "it is being deleted; the catalogue is told",
        DrainStage.Wait => $"it is being deleted; {input.Lag} jobs are queued or run, in {input.OpenRuns} pods",
        DrainStage.RemovePods => $"it is being deleted; {input.Jobs} of its Jobs are removed",
        DrainStage.LetGo => $"it is being deleted; its topic and its record in the catalogue stay until a dispatcher has ended the {input.Lag} jobs that are queued",
        _ => "it is being deleted; its record and topic are removed",
    };
}
