using Whisper.Sessions;
using Xunit;

namespace Whisper.Tests.Model;

/// <summary>
/// Random interleavings of joins, cancels, lost connections and failed calls over many buckets, under a deterministic
/// scheduler. A failing seed fails again. A class for each kind of trouble, because classes run beside each other.
/// </summary>
public abstract class ReservationModelTests
{
    private const int People = 40;

    private static readonly TimeSpan Active = TimeSpan.FromSeconds(150);
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(150);

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 40)];

    private protected static (History History, SimCluster Cluster) Run(int seed, double lossRate, bool losesActivations)
    {
        var scheduler = new SimScheduler(seed);
        var faults = new SimFaults(scheduler, lossRate);
        var history = new History(scheduler);
        var people = new List<SimPerson>();
        using var cluster = new SimCluster(scheduler, faults, (to, clientEvent) => people.ForEach(person => person.Receive(to, clientEvent)));
        people.AddRange(Enumerable.Range(1, People).Select(number => new SimPerson(scheduler, cluster, history, number)));

        var start = scheduler.Clock.GetUtcNow();
        var lives = new List<Task>();
        scheduler.Post(_ => lives.AddRange(people.Select(person => person.Live(start + Active))), null);
        for (var second = 5; losesActivations && second < (int)Active.TotalSeconds; second += 10)
        {
            scheduler.RunUntil(start + TimeSpan.FromSeconds(second));
            cluster.LoseActivations();
            scheduler.Post(_ => people.ForEach(person => person.Vouch().Ignore()), null);
        }

        scheduler.RunUntil(start + Active);
        faults.Active = false;
        scheduler.RunUntil(start + Active + Rest);

        foreach (var (person, life) in people.Zip(lives))
        {
            Assert.True(
                life.IsCompletedSuccessfully,
                life.Exception?.ToString() ?? $"Somebody still waits: {cluster.StateOf(person.Id)}{Environment.NewLine}{history.StoryOf(person.Id)}");
        }

        Assert.Equal(0, cluster.PendingCalls);
        Assert.All(people, person => Assert.Equal(SessionStatus.Idle, cluster.StateOf(person.Id).Status));
        return (history, cluster);
    }
}

/// <inheritdoc />
public sealed class QuietReservationModelTests : ReservationModelTests
{
    [Theory]
    [MemberData(nameof(Seeds))]
    public void Matching_NoFaults_NobodyIsOverlookedOrLeftWaiting(int seed)
    {
        var (history, cluster) = Run(seed, lossRate: 0, losesActivations: false);
        history.Verify(longestWait: cluster.Matching.Timeout + TimeSpan.FromSeconds(1));
        history.VerifyNobodyOverlooked(cluster.Matching.Tier2After, tolerance: TimeSpan.FromSeconds(1));
        Assert.Contains(history.Searches, search => search.Outcome == SearchEnd.Matched);
        Assert.Contains(history.Searches, search => search.Outcome == SearchEnd.Cancelled);
    }
}

/// <inheritdoc />
public sealed class LossyReservationModelTests : ReservationModelTests
{
    [Theory]
    [MemberData(nameof(Seeds))]
    public void Matching_CallsLost_NobodyIsInTwoMatchesOrLeftWaiting(int seed)
    {
        var (history, cluster) = Run(seed, lossRate: 0.03, losesActivations: false);
        history.Verify(longestWait: cluster.Matching.Timeout + TimeSpan.FromSeconds(12));
    }
}

/// <inheritdoc />
public sealed class ForgetfulReservationModelTests : ReservationModelTests
{
    [Theory]
    [MemberData(nameof(Seeds))]
    public void Matching_CallsAndActivationsLost_NobodyIsInTwoMatchesOrLeftWaiting(int seed)
    {
        var (history, cluster) = Run(seed, lossRate: 0.02, losesActivations: true);
        history.Verify(longestWait: cluster.Matching.Timeout + TimeSpan.FromSeconds(20));
    }
}
