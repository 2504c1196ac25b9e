using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Whisper.Delivery;
using Whisper.Matching;
using Whisper.Rooms;
using Whisper.Sessions;

namespace Whisper.Grains.Delivery;

/// <summary>
/// Asks after each gateway's lease every two seconds, once a silo and gateway, never once a person. When one is gone, its people's
/// rooms on this silo are told, and their grace begins.
/// </summary>
internal sealed class GatewayWatch(IGrainFactory grains, TimeProvider time, DeliveryMetrics metrics, ILogger<GatewayWatch> logger) : IGatewayWatch, ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan AskPatience = TimeSpan.FromSeconds(1);

    // an id is drawn anew by each process, so that one that is gone never comes back; it is remembered while stale references to it live
    private static readonly TimeSpan RememberGone = TimeSpan.FromMinutes(10);

    // rooms that one silo tells at the same time
    private const int Parallel = 64;

    private readonly ConcurrentDictionary<Guid, Seats> _gateways = new();
    private readonly CancellationTokenSource _stopping = new();
    private Task _looking = Task.CompletedTask;

    public bool IsGone(Guid gateway) => SeatsAt(gateway).GoneSince is not null;

    public async Task<bool> Searches(ConnectionRef connection, TicketId ticket)
    {
        var lease = await grains.GetGrain<IGatewayLease>(connection.Gateway).Find().WaitAsync(AskPatience, time);
        return lease.State != LeaseState.Gone
            && await (lease.Observer ?? throw new TimeoutException("The lease has moved; its gateway has not renewed it yet.")).Searches(connection, ticket).WaitAsync(AskPatience, time);
    }

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
            while (await timer.WaitForNextTickAsync(_stopping.Token))
            {
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
        if (seats.GoneSince is { } since)
        {
            if (time.GetUtcNow() - since > RememberGone && seats.Occupied.IsEmpty)
            {
                _gateways.TryRemove(gateway, out _);
            }
        }
        else if (await StateOf(gateway) == LeaseState.Gone)
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
