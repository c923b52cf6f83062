namespace RCoder.Operator.Draining;

/// <summary>What is known of a runtime that is being deleted.</summary>
/// <param name="Announced">The catalogue says that it drains.</param>
/// <param name="AnnouncedFor">For how long it has.</param>
/// <param name="Lag">Records of its topic that no dispatcher has done with; null: not asked.</param>
/// <param name="OpenRuns">Pods with a program in them.</param>
/// <param name="Jobs">Jobs of it, of any kind.</param>
/// <param name="Waited">Since it was deleted.</param>
internal sealed record DrainInput(bool Announced, TimeSpan AnnouncedFor, long? Lag, int OpenRuns, int Jobs, TimeSpan Waited);

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
        var open = input.AnnouncedFor < Settle || input.Lag is not 0 || input.OpenRuns > 0;
        if (open && input.Waited < most)
            return DrainStage.Wait;
        return input.Jobs > 0 ? DrainStage.RemovePods : DrainStage.Finish;
    }

    /// <summary>For the condition and for people.</summary>
    public static string Words(DrainStage stage, DrainInput input) => stage switch
    {
        DrainStage.Announce => "it is being deleted; the catalogue is told",
        DrainStage.Wait => $"it is being deleted; {input.Lag ?? 0} jobs are queued or run, in {input.OpenRuns} pods",
        DrainStage.RemovePods => $"it is being deleted; {input.Jobs} of its Jobs are removed",
        _ => "it is being deleted; its record and topic are removed",
    };
}
