using Whisper.Delivery;

namespace Whisper.Grains.Delivery;

/// <summary>A silo's way to clients.</summary>
internal interface IDeliveryOutbox
{
    /// <summary>Queues an event for a connection and returns at once. Events for one connection keep their order.</summary>
    void Push(ConnectionRef to, ClientEvent clientEvent);

    /// <summary>The same of what rooms say many times a second.</summary>
    void Push(ConnectionRef to, in ChatWord word);

    /// <summary>How long the oldest event for a connection's gateway has waited to be taken: what was pushed before that has arrived, or went down with its gateway. None waits in an outbox that keeps nothing back.</summary>
    TimeSpan Waited(ConnectionRef to) => TimeSpan.Zero;

    /// <summary>What waits for company goes to the connection's gateway now: what its session says next may go there from another silo. An outbox that keeps nothing back does nothing.</summary>
    void Hurry(ConnectionRef to)
    {
    }
}
