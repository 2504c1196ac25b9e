using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using Whisper.Grains.Runtime;
using Whisper.Matching;
using Whisper.Runtime;
using Whisper.Tracing;

namespace Whisper.Grains.Matching;

/// <summary>Hosts an <see cref="InterestBucketCore"/>. Reentrant, so that a session may wait for it while it waits for sessions.</summary>
/// <remarks>
/// Anybody can invent interests, five a search, and each makes a bucket: one that nobody uses goes as soon as the
/// collector allows.
/// </remarks>
[Reentrant]
[CollectionAgeLimit(Minutes = 2)]
internal sealed class InterestBucketGrain(
    IBucketQueueStore queue,
    IGrainPeers peers,
    TimeProvider time,
    MatchingMetrics metrics,
    IOptions<MatchingOptions> options,
    IOptions<BucketOptions> bucketOptions,
    ILogger<InterestBucketGrain> logger) : AlarmedGrain, IInterestBucket, IRemindable
{
    private InterestBucketCore _core = null!;
    private ReminderWakeUp _wakeUp = null!;

    protected override bool RingsBetweenTurns => true;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _wakeUp = new ReminderWakeUp(this, time, logger);
        _core = new InterestBucketCore(
            new BucketId(this.GetPrimaryKeyString()),
            new BucketServices(queue, peers, this, _wakeUp, time, options.Value, bucketOptions.Value, metrics, logger));
        return _core.Activate();
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _wakeUp.Close();
        return _core.Deactivate();
    }

    public async Task Join(Ticket ticket)
    {
        using var span = Spans.Step("whisper.bucket.join");
        span?.Session(ticket.Session).Ticket(ticket.Id).Silo(RuntimeIdentity);
        await _core.Join(ticket);
    }

    public Task Leave(TicketId ticket) => _core.Leave(ticket);

    public Task Return(Ticket ticket) => _core.Return(ticket);

    public Task Park(TicketId ticket) => _core.Park(ticket);

    public Task<Ticket?> Enrol(Ticket ticket, TicketId[] passedOver) => _core.Enrol(ticket, passedOver);

    public Task Withdraw(TicketId ticket) => _core.Withdraw(ticket);

    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        _core.OnWakeUp();
        return Task.CompletedTask;
    }

    protected override Task Ring()
    {
        _core.OnAlarm();
        return Task.CompletedTask;
    }
}
