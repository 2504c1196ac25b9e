using Microsoft.Extensions.Logging;
using Whisper.Rooms;

namespace Whisper.Grains.Delivery;

/// <summary>Log lines of delivery, events 2100 to 2199.</summary>
internal static partial class DeliveryLog
{
    [LoggerMessage(2100, LogLevel.Warning, "Gateway {Gateway} did not take a batch of {Count}; trying again.")]
    public static partial void DeliverFailed(ILogger logger, Guid gateway, int count, Exception error);

    [LoggerMessage(2101, LogLevel.Warning, "Gateway {Gateway} is gone; {Count} deliveries for it were dropped.")]
    public static partial void GatewayGone(ILogger logger, Guid gateway, int count);

    [LoggerMessage(2102, LogLevel.Warning, "Gateway {Gateway} is gone; {Seats} people of this silo's rooms were connected to it.")]
    public static partial void GatewayLost(ILogger logger, Guid gateway, int seats);

    [LoggerMessage(2103, LogLevel.Warning, "The lease of gateway {Gateway} could not be looked up.")]
    public static partial void LeaseUnknown(ILogger logger, Guid gateway, Exception error);

    [LoggerMessage(2104, LogLevel.Warning, "Room {Match} could not be told that a gateway is gone; it will be again.")]
    public static partial void SeatNotTold(ILogger logger, MatchId match, Exception error);

    [LoggerMessage(2105, LogLevel.Debug, "A call of a gateway's batch did not come through: silo {Silo}.")]
    public static partial void CallFailed(ILogger logger, string silo, Exception error);
}
