using System.Collections.Concurrent;

namespace RCoder.Operator.Pools;

/// <summary>What is known of one runtime's pool beyond what the cluster shows.</summary>
internal sealed class RuntimePool(TimeProvider time, TimeSpan shrinkAfter)
{
    private static readonly TimeSpan SeenWithin = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, Member> made = new();

    public Demand Demand { get; } = new(time, shrinkAfter);

    /// <summary>Pods whose runner said that it has a program; their Jobs' labels come later.</summary>
    public ConcurrentDictionary<string, bool> Claimed { get; } = new();

    /// <summary>Jobs whose pods were told to end, and said that they do.</summary>
    public ConcurrentDictionary<string, bool> Retired { get; } = new();

    /// <summary>Jobs whose pods did not answer when they were told to end, how often, and when they are told again.</summary>
    public ConcurrentDictionary<string, (int Times, DateTimeOffset Again)> Silent { get; } = new();

    /// <summary>Whether pods of a hash were admitted; asked once, and again while they are not.</summary>
    public (string Hash, Admission Answer, DateTimeOffset At)? Admission { get; set; }

    /// <summary>Why pods of a hash are not made, though the first was admitted.</summary>
    public (string Hash, Trouble Trouble)? Refusal { get; set; }

    /// <summary>When a pod of the spec was last seen to run; at first, when the operator started.</summary>
    public DateTimeOffset RanAt { get; set; } = time.GetUtcNow();

    public void Made(string job, string hash)
    {
        var now = time.GetUtcNow().UtcDateTime;
        made[job] = new Member { Job = job, Hash = hash, State = MemberState.Starting, CreatedAt = now };
    }

    /// <summary>The pods that the cluster shows, and those that were made and it does not show yet.</summary>
    public IReadOnlyList<Member> With(IReadOnlyList<Member> shown)
    {
        foreach (var member in shown)
            made.TryRemove(member.Job, out _);
        foreach (var (job, member) in made)
        {
            if (member.CreatedAt + SeenWithin < time.GetUtcNow())
                made.TryRemove(job, out _);
        }
        return [.. shown, .. made.Values];
    }

    public void Gone(string job)
    {
        made.TryRemove(job, out _);
        Retired.TryRemove(job, out _);
        Claimed.TryRemove(job, out _);
        Silent.TryRemove(job, out _);
    }
}
