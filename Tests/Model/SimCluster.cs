using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Whisper.Delivery;
using Whisper.Grains.Delivery;
using Whisper.Grains.Matching;
using Whisper.Grains.Moderation;
using Whisper.Grains.Rooms;
using Whisper.Grains.Runtime;
using Whisper.Grains.Sessions;
using Whisper.Matching;
using Whisper.Rooms;
using Whisper.Runtime;
using Whisper.Sessions;

namespace Whisper.Tests.Model;

/// <summary>The real logic of sessions, buckets and rooms, on a simulated network, store and clock.</summary>
internal sealed class SimCluster(SimScheduler scheduler, SimFaults faults, Action<ConnectionRef, ClientEvent> deliver) : IGrainPeers, IDeliveryOutbox, IGatewayWatch, IDisposable
{
    private static readonly MatchingMetrics Metrics =
        new(new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>());

    private readonly MemoryBucketQueueStore _queues = new();
    private readonly EvidenceSigner _signer = new(new byte[32]);
    private readonly NoEvents _events = new();
    private readonly Dictionary<SessionId, SimRow<SessionState>> _sessionRows = [];
    private readonly Dictionary<MatchId, SimRow<RoomState>> _roomRows = [];
    private readonly Dictionary<SessionId, SimActivation<UserSessionCore>> _sessions = [];
    private readonly Dictionary<MatchId, SimActivation<ChatRoomCore>> _rooms = [];
    private readonly Dictionary<BucketId, SimActivation<InterestBucketCore>> _buckets = [];
    private readonly List<Func<int>> _pending = [];
    private SessionServices? _sessionServices;
    private RoomServices? _roomServices;

    public MatchingOptions Matching { get; } = new();

    public UserSessionOptions Sessions { get; } = new();

    /// <summary>Calls that nobody has finished, in all activations there ever were.</summary>
    public int PendingCalls => _pending.Sum(count => count());

    public SessionState StateOf(SessionId id) => _sessionRows.TryGetValue(id, out var row) ? row.Value : new SessionState();

    public IUserSession Session(SessionId id) => SimReference.Create<IUserSession, UserSessionCore>(() => Activated(_sessions, id, NewSession));

    public IInterestBucket Bucket(BucketId id) => SimReference.Create<IInterestBucket, InterestBucketCore>(() => Activated(_buckets, id, NewBucket));

    public IChatRoom Room(MatchId id) => SimReference.Create<IChatRoom, ChatRoomCore>(() => Activated(_rooms, id, NewRoom));

    public void Dispose() => _signer.Dispose();

    public void Push(ConnectionRef to, ClientEvent clientEvent) => deliver(to, clientEvent);

    public void Push(ConnectionRef to, in ChatWord word) => deliver(to, word.ToEvent());

    // Gateways do not die in this model: what they hold people by is looked at on real silos.
    bool IGatewayWatch.IsGone(Guid gateway) => false;

    Task<bool> IGatewayWatch.Holds(ConnectionRef connection) => Task.FromResult(true);

    Task<bool> IGatewayWatch.Heard(ConnectionRef connection) => Task.FromResult(true);

    Task<bool> IGatewayWatch.Searches(ConnectionRef connection, TicketId ticket) => Task.FromResult(true);

    void IGatewayWatch.Add(Guid gateway, MatchId match, SessionId session, long epoch)
    {
    }

    void IGatewayWatch.Remove(Guid gateway, MatchId match, SessionId session)
    {
    }

    /// <summary>
    /// Activations are lost: the next call makes new ones from what is stored, while the old ones finish what they have
    /// begun, as they do when a silo is believed dead and is not.
    /// </summary>
    public void LoseActivations()
    {
        Lose(_sessions);
        Lose(_rooms);
        foreach (var bucket in Lose(_buckets))
        {
            // Its reminder brings it back.
            Delayed(Matching.Tier2After, () => Activated(_buckets, bucket, NewBucket).Turn(core => { core.OnWakeUp(); return Task.CompletedTask; }));
        }
    }

    private List<TKey> Lose<TKey, TCore>(Dictionary<TKey, SimActivation<TCore>> activations)
        where TKey : notnull
    {
        var lost = activations.Keys.Where(_ => scheduler.Random.Next(4) == 0).ToList();
        foreach (var key in lost)
        {
            activations.Remove(key, out var activation);
            activation!.Alarm?.Cancel();
        }

        return lost;
    }

    private SimActivation<TCore> Activated<TKey, TCore>(
        Dictionary<TKey, SimActivation<TCore>> activations, TKey key, Func<TKey, SimActivation<TCore>> create)
        where TKey : notnull
    {
        if (!activations.TryGetValue(key, out var activation))
        {
            activations[key] = activation = create(key);
            _pending.Add(() => activation.Pending);
        }

        return activation;
    }

    private SimActivation<UserSessionCore> NewSession(SessionId id)
    {
        if (!_sessionRows.TryGetValue(id, out var row))
        {
            _sessionRows[id] = row = new SimRow<SessionState>();
        }

        SimActivation<UserSessionCore> activation = null!;
        var alarm = Alarm(() => activation.Turn(core => core.OnGraceAlarm()));
        var record = new SimRecord<SessionState>(row, faults, () => Retire(_sessions, id, activation));
        _sessionServices ??= new SessionServices(this, this, this, _events, scheduler.Clock, Sessions);
        var core = new UserSessionCore(id, record, alarm, () => Retire(_sessions, id, activation), _sessionServices);
        activation = new SimActivation<UserSessionCore>(core, faults, reentrant: false) { Alarm = alarm };
        core.Activate();
        return activation;
    }

    private SimActivation<ChatRoomCore> NewRoom(MatchId id)
    {
        if (!_roomRows.TryGetValue(id, out var row))
        {
            _roomRows[id] = row = new SimRow<RoomState>();
        }

        SimActivation<ChatRoomCore> activation = null!;
        var alarm = Alarm(() => activation.Turn(core => core.OnAlarm()));
        var record = new SimRecord<RoomState>(row, faults, () => Retire(_rooms, id, activation));
        _roomServices ??= new RoomServices(this, this, this, _signer, _events, scheduler.Clock, new RoomOptions(), Sessions.Grace);
        var core = new ChatRoomCore(id, record, alarm, () => Retire(_rooms, id, activation), _roomServices);
        activation = new SimActivation<ChatRoomCore>(core, faults, reentrant: false) { Alarm = alarm };
        activation.Core.Activate();
        return activation;
    }

    private SimActivation<InterestBucketCore> NewBucket(BucketId id)
    {
        SimActivation<InterestBucketCore> activation = null!;
        var alarm = Alarm(() => activation.Turn(core => { core.OnAlarm(); return Task.CompletedTask; }));
        var services = new BucketServices(
            _queues, this, alarm, new NoWakeUp(), scheduler.Clock, Matching, new BucketOptions(), Metrics, NullLogger.Instance);
        activation = new SimActivation<InterestBucketCore>(new InterestBucketCore(id, services), faults, reentrant: true);
        scheduler.Post(_ => activation.Turn(core => core.Activate()).Ignore(), null);
        return activation;
    }

    private static void Retire<TKey, TCore>(Dictionary<TKey, SimActivation<TCore>> activations, TKey key, SimActivation<TCore> activation)
        where TKey : notnull
    {
        activation.Alarm?.Cancel();
        if (activations.TryGetValue(key, out var present) && present == activation)
        {
            activations.Remove(key);
        }
    }

    private SimAlarm Alarm(Func<Task> ring) => new(scheduler, ring);

    private void Delayed(TimeSpan delay, Func<Task> work) => Alarm(work).Set(delay);

    private sealed class NoWakeUp : IWakeUp
    {
        public void Arm(TimeSpan due)
        {
            // Reminders are modelled by LoseActivations, the only time they matter.
        }

        public void Disarm()
        {
        }
    }
}

/// <summary>A grain timer on the simulated clock.</summary>
internal sealed class SimAlarm(SimScheduler scheduler, Func<Task> ring) : IAlarm
{
    private ITimer? _timer;

    public void Set(TimeSpan due)
    {
        _timer?.Dispose();
        due = due < TimeSpan.Zero ? TimeSpan.Zero : due;
        _timer = scheduler.Clock.CreateTimer(_ => scheduler.Post(_ => ring().Ignore(), null), null, due, Timeout.InfiniteTimeSpan);
    }

    public void Cancel() => _timer?.Dispose();
}
