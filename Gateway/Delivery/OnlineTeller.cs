using Microsoft.Extensions.Options;
using Whisper.Gateway.Connections;
using Whisper.Gateway.Hosting;
using Whisper.Gateway.Protocol;

namespace Whisper.Gateway.Delivery;

/// <summary>Tells everybody how many are online, when the rounded figure has changed.</summary>
internal sealed class OnlineTeller(
    OnlineCount online, ConnectionTable table, Outbound outbound, IOptions<GatewayOptions> options, TimeProvider time, ILogger<OnlineTeller> log)
    : BackgroundService
{
    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.OnlineInterval, time);
        var told = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await timer.WaitForNextTickAsync(stoppingToken);
                var count = online.Rounded;
                if (count != told)
                {
                    told = count;
                    Tell(ServerCodec.Online(count));
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                log.OnlineNotTold(error);
            }
        }
    }

    private void Tell(ReadOnlyMemory<byte> frame)
    {
        foreach (var connection in table.All())
        {
            lock (connection)
            {
                // whoever has not been welcomed yet learns it from the welcome
                if (connection.Greeted)
                {
                    outbound.Send(connection, frame);
                }
            }
        }
    }
}
