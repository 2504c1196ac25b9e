using Microsoft.Extensions.Logging;

namespace Whisper.Grains.Delivery;

/// <summary>Log lines of delivery, events 2100 to 2199.</summary>
internal static partial class DeliveryLog
{
    [LoggerMessage(2100, LogLevel.Warning, "Gateway {Gateway} did not take a batch of {Count}; trying again.")]
    public static partial void DeliverFailed(ILogger logger, Guid gateway, int count, Exception error);

    [LoggerMessage(2101, LogLevel.Warning, "Gateway {Gateway} is gone; {Count} deliveries for it were dropped.")]
    public static partial void GatewayGone(ILogger logger, Guid gateway, int count);
}
