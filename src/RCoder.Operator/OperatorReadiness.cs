namespace RCoder.Operator;

/// <summary>What this operator is doing.</summary>
public sealed class OperatorReadiness
{
    private volatile bool leads;

    /// <summary>It leads, and has seen the whole cluster; another may be doing so.</summary>
    public bool Leads
    {
        get => leads;
        internal set => leads = value;
    }
}
