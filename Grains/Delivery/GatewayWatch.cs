using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Whisper.Delivery;
using Whisper.Matching;
using Whisper.Rooms;
using Whisper.Sessions;

namespace Whisper.Grains.Delivery;

/// <summary>
/// Asks after each gateway's lease every two seconds, once a silo and gateway, never once a person. When one is gone, its people's
/// rooms on this silo are told, and their grace begins.
/// </summary>
internal sealed class GatewayWatch(IGrainFactory grains, IOptions<LeaseOptions> leases, TimeProvider time, DeliveryMetrics metrics, ILogger<GatewayWatch> logger)
    : IGatewayWatch, ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan AskPatience = TimeSpan.FromSeconds(1);

    // an id is drawn anew by each process, so that one that is gone never comes back; it is remembered while stale references to it live
    private static readonly TimeSpan RememberGone = TimeSpan.FromMinutes(10);

    // a look that comes so much later than the one before was not late by chance
    private static readonly TimeSpan LateLook = TimeSpan.FromSeconds(7);

    // rooms that one silo tells at the same time
    private const int Parallel = 64;

    private readonly ConcurrentDictionary<Guid, Seats> _gateways = new();
    private readonly CancellationTokenSource _stopping = new();
    private long _believesFrom;
    private Task _looking = Task.CompletedTask;

    public bool IsGone(Guid gateway) => SeatsAt(gateway).GoneSince is not null;

    public Task<bool> Holds(ConnectionRef connection) => Ask(connection.Gateway, gateway => gateway.Holds(connection));

    public Task<bool> Heard(ConnectionRef connection) => Ask(connection.Gateway, gateway => gateway.Heard(connection));

    public Task<bool> Searches(ConnectionRef connection, TicketId ticket) => Ask(connection.Gateway, gateway => gateway.Searches(connection, ticket));

    public void Add(Guid gateway, MatchId match, SessionId session, long epoch)
    {
        var seats = SeatsAt(gateway);
        seats.Occupied[(match, session)] = epoch;
        if (seats.GoneSince is not null)
        {
            // it sat down at a gateway that is known to be gone
            _ = Tell(match, session, epoch);
        }
    }

    public void Remove(Guid gateway, MatchId match, SessionId session)
    {
        if (_gateways.TryGetValue(gateway, out var seats))
        {
            seats.Occupied.TryRemove((match, session), out _);
        }
    }

    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(
        nameof(GatewayWatch),
        ServiceLifecycleStage.Active,
        _ =>
        {
            metrics.ObserveLeases(() => _gateways.Values.Count(seats => seats.GoneSince is null));
            _looking = Task.Run(Look, CancellationToken.None);
            return Task.CompletedTask;
        },
        async _ =>
        {
            await _stopping.CancelAsync();
            await _looking;
        });

    public void Dispose() => _stopping.Dispose();

    private Seats SeatsAt(Guid gateway) => _gateways.GetOrAdd(gateway, static _ => new Seats());

    private async Task Look()
    {
        using var timer = new PeriodicTimer(LookEvery, time);
        try
        {
            for (var looked = time.GetTimestamp(); await timer.WaitForNextTickAsync(_stopping.Token); looked = time.GetTimestamp())
            {
                if (time.GetElapsedTime(looked) > LateLook)
                {
                    // this silo stood still, or had no processor time: leases ran out here that were renewed, unheard
                    Volatile.Write(ref _believesFrom, time.GetTimestamp() + (long)(leases.Value.Duration.TotalSeconds * time.TimestampFrequency));
                }

                await Task.WhenAll(_gateways.Select(entry => Look(entry.Key, entry.Value)));
            }
        }
        catch (OperationCanceledException)
        {
            // the silo stops
        }
    }

    private async Task Look(Guid gateway, Seats seats)
    {
        var state = await StateOf(gateway);
        if (seats.GoneSince is { } since)
        {
            if (state == LeaseState.Held)
            {
                // it was only slow, and vouches for its people again
                seats.GoneSince = null;
            }
            else if (time.GetUtcNow() - since > RememberGone && seats.Occupied.IsEmpty)
            {
                _gateways.TryRemove(gateway, out _);
            }
        }
        else if (state == LeaseState.Gone && time.GetTimestamp() >= Volatile.Read(ref _believesFrom))
        {
            seats.GoneSince = time.GetUtcNow();
            metrics.LeaseGone();
            DeliveryLog.GatewayLost(logger, gateway, seats.Occupied.Count);
        }

        if (seats.GoneSince is not null && !seats.Occupied.IsEmpty)
        {
            await System.Threading.Tasks.Parallel.ForEachAsync(
                seats.Occupied, new ParallelOptions { MaxDegreeOfParallelism = Parallel }, async (seat, _) => await Tell(seat.Key.Match, seat.Key.Session, seat.Value));
        }
    }

    // Not there while a lease has run out or moved: a gateway that lives renews it within seconds, and asks again whatever it asked.
    private async Task<bool> Ask(Guid gateway, Func<IGatewayObserver, Task<bool>> question)
    {
        var lease = await grains.GetGrain<IGatewayLease>(gateway).Find().WaitAsync(AskPatience, time);
        return await question(lease.Observer ?? throw new TimeoutException("Nobody holds this gateway's lease now.")).WaitAsync(AskPatience, time);
    }

    private async Task<LeaseState> StateOf(Guid gateway)
    {
        try
        {
            return (await grains.GetGrain<IGatewayLease>(gateway).Find()).State;
        }
        catch (Exception error)
        {
            DeliveryLog.LeaseUnknown(logger, gateway, error);
            return LeaseState.Unknown;
        }
    }

    // A room that could not be told stays in its seat and is told at the next look.
    private async Task Tell(MatchId match, SessionId session, long epoch)
    {
        try
        {
            await grains.GetGrain<IChatRoom>(match.Value).GatewayGone(session, epoch);
        }
        catch (Exception error)
        {
            DeliveryLog.SeatNotTold(logger, match, error);
        }
    }

    private sealed class Seats
    {
        private long _goneTicks;

        public ConcurrentDictionary<(MatchId Match, SessionId Session), long> Occupied { get; } = new();

        public DateTimeOffset? GoneSince
        {
            get => Volatile.Read(ref _goneTicks) is var ticks && ticks == 0 ? null : new DateTimeOffset(ticks, TimeSpan.Zero);
            set => Volatile.Write(ref _goneTicks, value?.UtcTicks ?? 0);
        }
    }
}
