using RCoder.Kubernetes.Queues;

namespace RCoder.Operator.Pools;

/// <summary>What there is of one runtime's pods, and what is wanted.</summary>
internal sealed record PoolInput
{
    public required DateTimeOffset Now { get; init; }

    /// <summary>The pods that dispatchers claim now, if there are any; the same as <see cref="Next"/> once a change has rolled out.</summary>
    public string? Serving { get; init; }

    /// <summary>Pods of the spec as it is now; null while it can't have any.</summary>
    public string? Next { get; init; }

    /// <summary>Whether more pods of <see cref="Serving"/> can be made: its spec is known, and this RCoder makes the same of it.</summary>
    public bool ServingCanGrow { get; init; }

    /// <summary>Whether pods of <see cref="Next"/> can be made.</summary>
    public bool MayGrow { get; init; }

    /// <summary>Pods that should wait.</summary>
    public required int Desired { get; init; }

    public required int Min { get; init; }
    public required int Max { get; init; }

    /// <summary>How many may be made now, over all pools.</summary>
    public required int Room { get; init; }

    /// <summary>A pod that has waited for longer is replaced.</summary>
    public required TimeSpan MaxAge { get; init; }

    public required IReadOnlyList<Member> Members { get; init; }
}

/// <summary>What is to be done about a runtime's pods.</summary>
internal sealed record PoolActions
{
    /// <summary>How many to make, by hash.</summary>
    public IReadOnlyList<(string Hash, int Count)> Create { get; init; } = [];

    /// <summary>Free ones that are asked to end.</summary>
    public IReadOnlyList<Member> Retire { get; init; } = [];

    /// <summary>Ones that don't run yet, and need not.</summary>
    public IReadOnlyList<Member> Discard { get; init; } = [];

    /// <summary>When to look again, though nothing happens.</summary>
    public TimeSpan? Again { get; init; }

    /// <summary>Pods that are missing and are not made, for want of <see cref="PoolInput.Room"/>.</summary>
    public int Held { get; init; }
}

internal static class PoolPlan
{
    private static readonly Backoff Retry = new(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5));

    public static PoolActions Decide(PoolInput input)
    {
        var create = new List<(string, int)>();
        List<Member> retire = [], discard = [];
        TimeSpan? again = null;
        var (room, held) = (input.Room, 0);
        foreach (var (hash, desired, canGrow) in Pools(input))
        {
            var of = input.Members.Where(member => member.Hash == hash).ToList();
            var free = of.Where(member => member.State == MemberState.Free).OrderBy(member => member.CreatedAt).ToList();
            var fresh = free.Where(member => Age(member) < input.MaxAge).ToList();
            var starting = of.Where(member => member.State == MemberState.Starting).ToList();
            var claimed = of.Count(member => member.State == MemberState.Claimed);
            var waiting = fresh.Count + starting.Count;

            var missing = canGrow ? Math.Min(desired - waiting, input.Max - waiting - claimed) : 0;
            if (missing > 0 && starting.All(member => member.Trouble is null))
            {
                var backoff = BackoffLeft(of, input.Now);
                if (backoff > TimeSpan.Zero)
                    Again(backoff);
                else
                {
                    var now = Math.Min(missing, Math.Max(0, room));
                    (room, held) = (room - now, held + missing - now);
                    if (now > 0)
                        create.Add((hash, now));
                }
            }

            var surplus = Math.Max(0, waiting - desired);
            discard.AddRange(starting.Where(member => member.Trouble is not null).Take(surplus));
            retire.AddRange(fresh.Take(surplus - discard.Count(member => member.Hash == hash)));
            if (fresh.Count >= desired)
                retire.AddRange(free.Where(member => Age(member) >= input.MaxAge));
            if (fresh.Count > 0)
                Again(input.MaxAge - Age(fresh[0]));
        }
        foreach (var member in input.Members.Where(member => member.Hash != input.Serving && member.Hash != input.Next))
        {
            if (member.State == MemberState.Free)
                retire.Add(member);
            else if (member.State == MemberState.Starting)
                discard.Add(member);
        }
        return new PoolActions { Create = create, Retire = retire, Discard = discard, Again = again, Held = held };

        TimeSpan Age(Member member) => input.Now - (member.RunningSince ?? member.CreatedAt);
        void Again(TimeSpan after) => again = again is { } sooner && sooner < after ? sooner : after;
    }

    /// <summary>While a change rolls out, the old pods serve on, and as many new ones come up as must wait at the least.</summary>
    private static IEnumerable<(string Hash, int Desired, bool CanGrow)> Pools(PoolInput input)
    {
        if (input.Serving is { } serving && serving != input.Next)
        {
            yield return (serving, input.Desired, input.ServingCanGrow);
            if (input.Next is { } next)
                yield return (next, input.Min, input.MayGrow);
        }
        else if (input.Next is { } only)
        {
            yield return (only, input.Desired, input.MayGrow);
        }
    }

    /// <summary>Each failure since the last pod that came up doubles the wait for the next try.</summary>
    private static TimeSpan BackoffLeft(List<Member> members, DateTimeOffset now)
    {
        var cameUp = members.Where(member => member.State is not (MemberState.Starting or MemberState.Failed)).Max(member => (DateTime?)member.CreatedAt);
        var failures = members.Where(member => member.State == MemberState.Failed && (cameUp is null || member.CreatedAt > cameUp)).ToList();
        if (failures.Count == 0)
            return TimeSpan.Zero;
        return failures.Max(member => member.FailedAt)!.Value + Retry.Longest(failures.Count - 1) - now;
    }
}
