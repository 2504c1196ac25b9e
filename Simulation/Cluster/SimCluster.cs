using System.Diagnostics.Metrics;
using System.Runtime.InteropServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Whisper.Delivery;
using Whisper.Grains.Delivery;
using Whisper.Grains.Events;
using Whisper.Grains.Matching;
using Whisper.Grains.Moderation;
using Whisper.Grains.Rooms;
using Whisper.Grains.Sessions;
using Whisper.Matching;
using Whisper.Rooms;
using Whisper.Runtime;
using Whisper.Sessions;
using Whisper.Simulation.Engine;

namespace Whisper.Simulation.Cluster;

/// <summary>
/// The product's sessions, buckets and rooms, unchanged, on a virtual clock, network and store. What is not here: Orleans, serialisation and
/// processor time, so that a bucket is never slow because it is busy; and faults, which Tests/Model and Chaos are about.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="random">Decides how long each hop takes.</param>
/// <param name="latencies">How long they take.</param>
/// <param name="deliver">Hears what reaches a client.</param>
internal sealed class SimCluster(VirtualTime time, Random random, Latencies latencies, Action<ConnectionRef, ClientEvent> deliver)
    : IGrainPeers, IDeliveryOutbox, IGatewayWatch, IPlatformEvents, IDisposable
{
    private static readonly MatchingMetrics Metrics =
        new(new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>());

    private readonly Sleeper _sleeper = new(time);
    private readonly EvidenceSigner _signer = new(new byte[EvidenceSigner.MinKeyLength]);
    private readonly RoomOptions _roomOptions = new();
    private readonly BucketOptions _bucketOptions = new();
    private readonly UserSessionOptions _sessionOptions = new();
    private readonly Dictionary<SessionId, (UserSessionCore, Mailbox?)> _sessions = [];
    private readonly Dictionary<MatchId, (ChatRoomCore, Mailbox?)> _rooms = [];
    private readonly Dictionary<BucketId, InterestBucketCore> _buckets = [];
    private readonly Dictionary<BucketId, BucketLoad> _loads = [];
    private SessionServices? _sessionServices;
    private RoomServices? _roomServices;
    private SimQueueStore? _queues;

    /// <summary>The clock of a search.</summary>
    public MatchingOptions Matching { get; } = new();

    /// <summary>What went between the parts so far.</summary>
    public Traffic Traffic { get; } = new();

    /// <summary>What each bucket has had to do so far.</summary>
    public IReadOnlyCollection<BucketLoad> Loads => _loads.Values;

    public IUserSession Session(SessionId id) => new SessionReference(this, id);

    public IInterestBucket Bucket(BucketId id) => new BucketReference(this, id);

    public IChatRoom Room(MatchId id) => new RoomReference(this, id);

    public void Dispose() => _signer.Dispose();

    /// <summary>One way over the network.</summary>
    public ValueTask Hop() => _sleeper.For(HopTime());

    /// <summary>The counters of a bucket.</summary>
    public BucketLoad Load(BucketId id)
    {
        ref var load = ref CollectionsMarshal.GetValueRefOrAddDefault(_loads, id, out _);
        return load ??= new BucketLoad();
    }

    public (UserSessionCore Core, Mailbox? Mailbox) ActivatedSession(SessionId id)
    {
        if (_sessions.TryGetValue(id, out var present))
        {
            return present;
        }

        var mailbox = new Mailbox();
        UserSessionCore core = null!;
        var alarm = new VirtualAlarm(time, () => Turn(mailbox, core.OnGraceAlarm).Ignore());
        var record = new SimRecord<SessionState>(_sleeper, latencies, Traffic);
        _sessionServices ??= new SessionServices(this, this, this, this, time, _sessionOptions);
        core = new UserSessionCore(id, record, alarm, () => _sessions.Remove(id), _sessionServices);
        core.Activate();
        return _sessions[id] = (core, mailbox);
    }

    public (ChatRoomCore Core, Mailbox? Mailbox) ActivatedRoom(MatchId id)
    {
        if (_rooms.TryGetValue(id, out var present))
        {
            return present;
        }

        var mailbox = new Mailbox();
        ChatRoomCore core = null!;
        var alarm = new VirtualAlarm(time, () => Turn(mailbox, core.OnAlarm).Ignore());
        var record = new SimRecord<RoomState>(_sleeper, latencies, Traffic);
        _roomServices ??= new RoomServices(this, this, this, _signer, this, time, _roomOptions, _sessionOptions.Grace);
        core = new ChatRoomCore(id, record, alarm, () => _rooms.Remove(id), _roomServices);
        core.Activate();
        return _rooms[id] = (core, mailbox);
    }

    public InterestBucketCore ActivatedBucket(BucketId id)
    {
        if (_buckets.TryGetValue(id, out var present))
        {
            return present;
        }

        InterestBucketCore core = null!;
        var alarm = new VirtualAlarm(time, () => core.OnAlarm());
        var wakeUp = new SimWakeUp(new VirtualAlarm(time, () => core.OnWakeUp()), Traffic);
        _queues ??= new SimQueueStore(_sleeper, latencies, Traffic, Load);
        core = new InterestBucketCore(
            id, new BucketServices(_queues, this, alarm, wakeUp, time, Matching, _bucketOptions, Metrics, NullLogger.Instance));
        return _buckets[id] = core;
    }

    public void Push(ConnectionRef to, ClientEvent clientEvent)
    {
        Traffic.Events++;
        // all take the same time, so that none overtakes another
        time.Schedule(latencies.LeastHop + latencies.Hop, new Delivery(deliver, to, clientEvent));
    }

    public void Push(ConnectionRef to, in ChatWord word) => Push(to, word.ToEvent());

    void IPlatformEvents.Publish(PlatformEvent happened)
    {
        // people tell the figures what they saw
    }

    // gateways do not die here
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

    private static async Task Turn(Mailbox mailbox, Func<Task> turn)
    {
        await mailbox.Enter();
        try
        {
            await turn();
        }
        finally
        {
            mailbox.Exit();
        }
    }

    private TimeSpan HopTime() => latencies.LeastHop - (latencies.Hop * Math.Log(1 - random.NextDouble()));

    private sealed class Delivery(Action<ConnectionRef, ClientEvent> deliver, ConnectionRef to, ClientEvent clientEvent) : IDue
    {
        public void Ring(int setting) => deliver(to, clientEvent);
    }
}
