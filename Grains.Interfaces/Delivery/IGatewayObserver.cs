using System.Collections.Immutable;
using Whisper.Matching;

namespace Whisper.Delivery;

/// <summary>One event for one connection.</summary>
/// <param name="To">The connection.</param>
/// <param name="Event">What it is told.</param>
/// <param name="Trace">Where the event's trace is, W3C <c>traceparent</c>; null unless it is sampled.</param>
[GenerateSerializer, Immutable, Alias("whisper.delivery")]
public sealed record Delivery([property: Id(0)] ConnectionRef To, [property: Id(1)] ClientEvent Event, [property: Id(2)] string? Trace = null);

/// <summary>Deliveries for one gateway in the order in which their connections must see them.</summary>
[GenerateSerializer, Immutable, Alias("whisper.delivery-batch")]
public sealed record DeliveryBatch([property: Id(0)] ImmutableArray<Delivery> Items);

/// <summary>A gateway's end of delivery: one per process, never one per person.</summary>
[Alias("whisper.gateway-observer")]
public interface IGatewayObserver : IGrainObserver
{
    /// <summary>Hands a batch to its connections. Returns when all are queued; a connection that has gone is passed over.</summary>
    [Alias("deliver")]
    [ResponseTimeout(AnswerPatience.ResponseTimeout)]
    Task Deliver(DeliveryBatch batch);

    /// <summary>The same of events that are packed, which a gateway understands that says so with its lease.</summary>
    [Alias("relay")]
    [ResponseTimeout(AnswerPatience.ResponseTimeout)]
    Task Relay(RelayEvents events);

    /// <summary>Whether a connection is there.</summary>
    [Alias("holds")]
    Task<bool> Holds(ConnectionRef connection);

    /// <summary>Whether a connection is there, and its client has said something since it was welcomed.</summary>
    [Alias("heard")]
    Task<bool> Heard(ConnectionRef connection);

    /// <summary>Whether a connection is there, and waits for what becomes of a search.</summary>
    [Alias("searches")]
    Task<bool> Searches(ConnectionRef connection, TicketId ticket);
}
