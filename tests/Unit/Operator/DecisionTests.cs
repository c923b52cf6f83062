using RCoder.Contracts.Runtimes;
using RCoder.Kubernetes.Connecting;
using RCoder.Kubernetes.Resources;
using RCoder.Operator.Conditions;
using RCoder.Operator.Conformance;
using RCoder.Operator.Pools;
using RCoder.Operator.Reconciling;
using RCoder.Unit.Runtimes;

namespace RCoder.Unit.Operator;

public sealed class DecisionTests
{
    private const string Hash = "0123abcd";
    private const string ProofHash = "0123456789abcdef";
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddDays(1);

    /// <summary>A runtime of which everything holds.</summary>
    private static readonly Observation Good = new()
    {
        Runtime = new LanguageRuntime { Metadata = new() { Name = "python", Generation = 2 }, Spec = Some.Spec },
        Now = Now,
        Problems = [],
        Hash = Hash,
        ProofHash = ProofHash,
        Admission = new(true),
        Topic = new("rcoder.jobs.python", null),
        Members = [Free],
        Proof = new(ProofHash) { Passed = true },
    };

    private static Member Free => new() { Job = "job", Hash = Hash, State = MemberState.Free, CreatedAt = Now.UtcDateTime };

    private static Runtime Serving => new() { Name = "python", Spec = Some.Spec, Ready = true, Pool = "older", Generation = 1 };

    [Fact]
    public void A_runtime_of_which_everything_holds_is_ready_and_offered()
    {
        var decision = Decision.Of(Good with { Published = Serving with { Pool = Hash, Generation = 2 } });
        Assert.All(decision.Verdicts, verdict => Assert.True(verdict.Holds));
        Assert.Equal(["Valid", "TopicReady", "PoolReady", "Conformant", "Ready"], decision.Verdicts.Select(verdict => verdict.Type));
        Assert.Equal((true, Hash, 2), (decision.Record!.Ready, decision.Record.Pool, decision.Record.Generation));
        Assert.Null(decision.Record.Message);
        Assert.False(decision.Prove);
    }

    [Theory]
    [InlineData(null, 0)]
    [InlineData("older", 2)]
    [InlineData(Hash, 1)]
    public void It_is_not_called_ready_before_the_catalogue_says_so(string? pool, long generation)
    {
        var decision = Decision.Of(Good with { Published = pool is null ? null : Serving with { Pool = pool, Generation = generation } });
        Assert.Equal(new Verdict("Ready", null, "Publishing", "the catalogue is being told"), decision.Verdicts[^1]);
        Assert.True(decision.Record!.Ready);
    }

    [Fact]
    public void What_is_wrong_counts_before_what_is_not_known_and_is_told_to_callers_too()
    {
        var decision = Decision.Of(Good with { Topic = null, Proof = new(ProofHash) { Problem = new("CaseFailed", "case 'hello': no", Definite: true) } });
        Assert.Equal(new Verdict("Ready", false, "CaseFailed", "case 'hello': no"), decision.Verdicts[^1]);
        Assert.Equal((false, "case 'hello': no"), (decision.Record!.Ready, decision.Record.Message));
    }

    [Fact]
    public void A_spec_with_problems_has_no_pods_no_topic_and_no_record()
    {
        var decision = Decision.Of(Good with { Problems = ["spec.pool.min is 9; it must be at most spec.pool.max, 3", "spec.image is 'x'"], Hash = null, ProofHash = null, Admission = null, Topic = null });
        Assert.Equal("spec.pool.min is 9; it must be at most spec.pool.max, 3; spec.image is 'x'", decision.Verdicts[0].Message);
        Assert.Null(decision.Record);
        Assert.False(decision.MayMakePods);
        Assert.False(decision.Prove);
    }

    [Fact]
    public void A_pod_that_is_not_admitted_is_told_and_none_is_made()
    {
        var decision = Decision.Of(Good with { Members = [], Admission = Admission.Of(ApiFailure.Quota, "pods \"python-admitted\" is forbidden: exceeded quota: rcoder") });
        Assert.Equal(("Ready", "QuotaExceeded"), (decision.Verdicts[^1].Type, decision.Verdicts[^1].Reason));
        Assert.StartsWith("the namespace's quota is used up: exceeded quota: rcoder. ", decision.Verdicts[^1].Message, StringComparison.Ordinal);
        Assert.False(decision.MayMakePods);
    }

    [Fact]
    public void An_API_server_that_does_not_answer_makes_nothing_invalid() =>
        Assert.Null(Decision.Of(Good with { Admission = Admission.Of(ApiFailure.Unavailable, "no answer") }).Verdicts[0].Holds);

    [Fact]
    public void A_changed_runtime_goes_on_as_it_was_until_it_has_shown_that_it_can_work()
    {
        var proving = Decision.Of(Good with { Proof = new(ProofHash), Published = Serving });
        Assert.Same(proving.Record!.Spec, Serving.Spec);
        Assert.Equal(("older", "older"), (proving.Record.Pool, proving.Serving));
        Assert.EndsWith("Until then it takes jobs as generation 1 has it", proving.Verdicts[^1].Message, StringComparison.Ordinal);
        Assert.Equal(Hash, Decision.Of(Good with { Published = Serving }).Serving);
    }

    [Fact]
    public void An_unchanged_runtime_that_fails_is_no_longer_offered()
    {
        var serving = Serving with { Pool = Hash, Generation = 2 };
        var decision = Decision.Of(Good with { Published = serving, Members = [Free with { State = MemberState.Starting, Trouble = new("ImageUnavailable", "gone") }] });
        Assert.False(decision.Record!.Ready);
        Assert.Null(decision.Serving);
    }

    [Fact]
    public void A_pool_of_which_every_pod_is_claimed_or_starting_is_ready_still()
    {
        var starting = Free with { State = MemberState.Starting };
        Assert.Null(PoolReady.Of(Good with { Members = [starting] }).Holds);
        Assert.True(PoolReady.Of(Good with { Members = [starting], PoolWasReady = true }).Holds);
        Assert.True(PoolReady.Of(Good with { Members = [starting, Free with { State = MemberState.Claimed }] }).Holds);
    }

    [Fact]
    public void A_full_cluster_is_no_fault_of_a_pool_that_worked_a_moment_ago()
    {
        var full = new Trouble("Unschedulable", "no node takes its pods", IsFull: true);
        var waiting = Good with { Members = [Free with { State = MemberState.Starting, Pod = "pod", Trouble = full }], PoolWasReady = true, RanAt = Now };
        Assert.True(PoolReady.Of(waiting).Holds);
        Assert.True(PoolReady.Of(waiting with { Members = [], PoolRefusal = full }).Holds);
        Assert.Equal("Unschedulable", PoolReady.Of(waiting with { RanAt = Now - PoolReady.Patience * 2 }).Reason);
        Assert.Equal("Unschedulable", PoolReady.Of(waiting with { PoolWasReady = false }).Reason);
        Assert.Equal("ImageUnavailable", PoolReady.Of(waiting with { Members = [waiting.Members[0] with { Trouble = new("ImageUnavailable", "gone") }] }).Reason);
    }

    [Fact]
    public void What_is_not_known_just_now_takes_nothing_back()
    {
        var serving = Serving with { Pool = Hash, Generation = 2 };
        Assert.True(Decision.Of(Good with { Topic = null, Published = serving }).Record!.Ready);
        Assert.True(Decision.Of(Good with { Admission = Admission.Of(ApiFailure.Unavailable, "no answer"), Published = serving }).Record!.Ready);
        Assert.False(Decision.Of(Good with { Topic = null, Published = serving with { Draining = true } }).Record!.Ready);
    }

    [Fact]
    public void A_pod_that_does_not_start_for_long_is_told_though_nobody_says_why() =>
        Assert.Equal("PodsStuck", PoolReady.Of(Good with { Members = [Free with { State = MemberState.Starting, Pod = "pod", CreatedAt = Now.UtcDateTime - PoolReady.Patience * 2 }] }).Reason);

    [Fact]
    public void A_pool_of_none_is_ready_unless_its_pods_are_refused()
    {
        var onDemand = Good with { Members = [], Runtime = new LanguageRuntime { Metadata = Good.Runtime.Metadata, Spec = Some.Spec with { Pool = new() { Min = 0 } } } };
        Assert.True(PoolReady.Of(onDemand).Holds);
        Assert.False(PoolReady.Of(onDemand with { PoolRefusal = new("QuotaExceeded", "…") }).Holds);
    }

    [Fact]
    public void What_was_proved_is_not_proved_again()
    {
        var proved = Good with { Proof = null, Runtime = new LanguageRuntime { Metadata = Good.Runtime.Metadata, Spec = Some.Spec, Status = new() { ConformanceHash = ProofHash } } };
        Assert.False(Decision.Of(proved).Prove);
        Assert.True(Decision.Of(proved with { ProofHash = "another" }).Prove);
    }

    [Fact]
    public void A_proof_waits_for_the_pool() => Assert.False(Decision.Of(Good with { Proof = null, Members = [Free with { State = MemberState.Starting }] }).Prove);

    [Fact]
    public void Of_two_runtimes_that_want_a_name_the_older_has_it()
    {
        var older = new LanguageRuntime { Metadata = new() { Name = "pyret", CreationTimestamp = Now.UtcDateTime.AddHours(-1) }, Spec = Some.Spec with { Language = "pyret", Aliases = ["py"] } };
        var newer = new LanguageRuntime { Metadata = new() { Name = "python", CreationTimestamp = Now.UtcDateTime }, Spec = Some.Spec with { Aliases = ["py"] } };
        Assert.Equal(["spec.aliases: 'py' means pyret and python; a name belongs to one language"], Valid.Problems(newer, [older]));
        Assert.Empty(Valid.Problems(older, [newer]));
    }
}
