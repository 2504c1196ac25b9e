using Whisper.Delivery;
using Whisper.Grains.Delivery;
using Whisper.Grains.Events;
using Whisper.Grains.Runtime;
using Whisper.Matching;
using Whisper.Runtime;
using Whisper.Sessions;

namespace Whisper.Grains.Sessions;

/// <summary>What the sessions of a silo work with.</summary>
internal sealed record SessionServices(
    IGrainPeers Peers,
    IDeliveryOutbox Outbox,
    IGatewayWatch Gateways,
    IPlatformEvents Events,
    TimeProvider Time,
    UserSessionOptions Options);

/// <summary>
/// The logic of a session without Orleans, so that a model test can drive it. One call at a time; every change is saved
/// before anyone is told. The parts: its connection, its search, its chat.
/// </summary>
internal sealed partial class UserSessionCore(SessionId id, IRecord<SessionState> record, IAlarm graceAlarm, Action retire, SessionServices services)
{
    private SessionState State => record.Value;

    private DateTimeOffset Now => services.Time.GetUtcNow();

    private bool IsAway => State.AwaySince is not null || (State.Connection is { } connection && services.Gateways.IsGone(connection.Gateway));

    private Task Save(SessionState next) => record.Save(next);

    private void Push(ClientEvent clientEvent)
    {
        if (State.Connection is { } connection)
        {
            services.Outbox.Push(connection, clientEvent);
        }
    }

    /// <summary>Tells a bucket something that it would find out by itself, only later.</summary>
    private void TellHome(Ticket ticket, Func<IInterestBucket, Task> tell) =>
        Retry.Call(() => tell(services.Peers.Bucket(ticket.Home)), services.Time, attempts: 3).Ignore();
}
