namespace RCoder.Operator.Conditions;

/// <summary>All others hold: the runtime takes jobs.</summary>
internal static class Ready
{
    public const string Type = "Ready";

    public static Verdict Of(IEnumerable<Verdict> others)
    {
        // What is wrong tells more than what is not known yet; and the first more than what follows from it.
        var all = others.ToList();
        var first = all.Find(verdict => verdict.Holds == false) ?? all.Find(verdict => verdict.Holds is null);
        return first is null
            ? new(Type, true, "Ready", "it takes jobs")
            : new(Type, first.Holds == false ? false : null, first.Reason, first.Message);
    }
}
