using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using Whisper.Delivery;
using Whisper.Gateway.Connections;
using Whisper.Gateway.Hosting;
using Whisper.Gateway.Protocol;
using Whisper.Gateway.Transports;
using Whisper.Sessions;

namespace Whisper.Gateway.Delivery;

/// <summary>
/// Vouches for this gateway's searching and chatting people: all of them every so often, a few at a time, and within a second when a silo has come or is gone and when the
/// lease had lapsed; one at once when its room has moved. What a silo forgot or an event lost is found again by that.
/// </summary>
internal sealed class Reassertion(
    ConnectionTable table,
    Beliefs beliefs,
    Closer closer,
    IGrainFactory grains,
    IOptions<GatewayOptions> options,
    GatewayMetrics metrics,
    TimeProvider time,
    ILogger<Reassertion> log) : BackgroundService
{
    private const int BatchSize = 64;
    private const int Lanes = 4;

    // batches at the same time, so that those who wait for a silo in trouble do not keep the others waiting
    private const int MaxUnderWay = 16;

    private const int NowAndAgain = 2;

    // while somebody is due soon, and else
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan IdleStep = TimeSpan.FromMilliseconds(500);

    // each time twice as long: a cluster that has no time to answer has less if it is asked more
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(300);
    private const int MostDoublings = 4;

    private static readonly TimeSpan AllWithin = TimeSpan.FromSeconds(1);

    // A call that was under way when a room moved has its answer by then: what was taken by the room that is gone is missed at the second look.
    private static readonly TimeSpan SecondLookAfter = TimeSpan.FromMilliseconds(700);

    // A silo that was voted out serves on until it reads so, three seconds later at most: what was said to it is said again to the others.
    private static readonly TimeSpan AllAgainAfter = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<(ConnectionId Connection, bool IsSecondLook), Due> _due = new();
    private readonly SemaphoreSlim _underWay = new(MaxUnderWay);
    private readonly PeriodicTimer _timer = new(Step, time);
    private readonly Lock _lock = new();

    // under the lock: when everybody is due, and for how many times more at once; whether the timer is there no more
    private long _allDueAt;
    private int _timesAtOnce;
    private bool _isOver;

    /// <summary>Everybody: within a second, and again soon after.</summary>
    public void AssertAll()
    {
        lock (_lock)
        {
            _timesAtOnce = NowAndAgain;
            _allDueAt = time.GetTimestamp();
            SetStep(Step);
        }
    }

    /// <summary>One whose room has moved: now, and again soon after.</summary>
    public void Moved(ConnectionId connection)
    {
        Assert(connection, new Due(time.GetTimestamp()));
        _due[(connection, true)] = new Due(After(SecondLookAfter));
        Hurry();
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        lock (_lock)
        {
            _isOver = true;
            _timer.Dispose();
        }

        _underWay.Dispose();
        base.Dispose();
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        lock (_lock)
        {
            _allDueAt = After(Jittered(options.Value.AssertInterval));
        }

        while (await Tick(stoppingToken))
        {
            try
            {
                if (AllAreDue() is { } within)
                {
                    SpreadAll(within);
                }

                AssertDue();
                Pace();
            }
            catch (Exception error)
            {
                log.AssertionFailed(error);
            }
        }
    }

    private async Task<bool> Tick(CancellationToken stoppingToken)
    {
        try
        {
            return await _timer.WaitForNextTickAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private void Hurry()
    {
        lock (_lock)
        {
            SetStep(Step);
        }
    }

    // Looks and sets under one lock: who becomes due meanwhile hurries after it.
    private void Pace()
    {
        lock (_lock)
        {
            var soon = After(IdleStep);
            SetStep(_allDueAt <= soon || _due.Any(entry => entry.Value.At <= soon) ? Step : IdleStep);
        }
    }

    // under the lock, and only when it differs: each setting begins the wait anew
    private void SetStep(TimeSpan step)
    {
        if (!_isOver && _timer.Period != step)
        {
            _timer.Period = step;
        }
    }

    // not in one moment: the silos have other things to do, and whoever's room has moved is not to wait behind those whose has not
    private void SpreadAll(TimeSpan within)
    {
        var people = table.All().Where(Beliefs.AreHeldOf).Select(connection => connection.Id).ToList();
        for (var i = 0; i < people.Count; i++)
        {
            var at = After(within * i / people.Count);
            Assert(people[i], new Due(at));
        }
    }

    private void Assert(ConnectionId connection, Due due) =>
        _due.AddOrUpdate((connection, false), due, (_, other) => new Due(Math.Min(due.At, other.At), Math.Min(due.Unanswered, other.Unanswered)));

    // within which time everybody is to be vouched for, when it is time for that
    private TimeSpan? AllAreDue()
    {
        lock (_lock)
        {
            if (time.GetTimestamp() < _allDueAt)
            {
                return null;
            }

            var isAtOnce = _timesAtOnce > 0;
            _timesAtOnce = Math.Max(0, _timesAtOnce - 1);
            _allDueAt = After(_timesAtOnce > 0 ? AllAgainAfter : Jittered(options.Value.AssertInterval));
            return isAtOnce ? AllWithin : options.Value.AssertInterval / 2;
        }
    }

    // so that gateways that started together do not ask together
    private static TimeSpan Jittered(TimeSpan interval) => interval * (0.8 + (0.4 * Random.Shared.NextDouble()));

    private long After(TimeSpan delay) => time.GetTimestamp() + (long)(delay.TotalSeconds * time.TimestampFrequency);

    private void AssertDue()
    {
        var now = time.GetTimestamp();
        var due = _due.Where(entry => entry.Value.At <= now).Select(entry => entry.Key).ToList();
        var held = new List<Vouching>(due.Count);
        foreach (var look in due)
        {
            _due.TryRemove(look, out var was);
            if (table.Find(look.Connection) is { } connection && beliefs.Of(connection) is { } belief)
            {
                held.Add(new Vouching(connection, belief, was.Unanswered));
            }
        }

        foreach (var batch in held.Chunk(BatchSize))
        {
            _ = Assert(batch);
        }
    }

    private async Task Assert(Vouching[] batch)
    {
        var answers = ImmutableArray<AssertOutcome>.Empty;
        await _underWay.WaitAsync();
        try
        {
            answers = await grains.GetGrain<IGatewayIngress>(Random.Shared.Next(Lanes)).Assert([.. batch.Select(item => item.Belief)]);
        }
        catch (Exception error)
        {
            log.BatchLost(error, batch.Length);
        }
        finally
        {
            _underWay.Release();
        }

        for (var i = 0; i < batch.Length; i++)
        {
            Heed(batch[i], i < answers.Length ? answers[i] : AssertOutcome.Unanswered);
        }
    }

    private void Heed(in Vouching vouching, AssertOutcome outcome)
    {
        var (connection, belief, unanswered) = vouching;
        metrics.Asserted(outcome);
        switch (outcome)
        {
            case AssertOutcome.Superseded when connection.Epoch == belief.Epoch:
                closer.Close(connection, CloseCode.Superseded);
                break;
            case AssertOutcome.Gone when connection.Epoch == belief.Epoch:
                // its client comes back, and begins anew
                closer.Close(connection, CloseCode.Overloaded);
                break;
            case AssertOutcome.Unanswered:
                Assert(connection.Id, new Due(After(RetryAfter * (1 << unanswered)), Math.Min(unanswered + 1, MostDoublings)));
                Hurry();
                break;
        }
    }

    /// <summary>When somebody is vouched for, and how often in a row that was not answered.</summary>
    private readonly record struct Due(long At, int Unanswered = 0);

    private readonly record struct Vouching(Connection Connection, SessionAssertion Belief, int Unanswered);
}
