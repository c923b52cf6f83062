namespace RCoder.Operator.Conditions;

/// <summary>What a condition is now. <paramref name="Holds"/> null: it is not known yet.</summary>
internal sealed record Verdict(string Type, bool? Holds, string Reason, string Message)
{
    public string Status => Holds switch { true => "True", false => "False", null => "Unknown" };
}
