using Microsoft.Extensions.Options;
using Whisper.Gateway.Connections;
using Whisper.Gateway.Delivery;
using Whisper.Gateway.Protocol;
using Whisper.Gateway.Sessions;

namespace Whisper.Gateway.Hosting;

/// <summary>
/// Leaves in good order, before anything of the host stops: not ready and no new connections; then everybody is sent away,
/// spread over a window so that the other gateways are not overrun; then the cluster is told, and the lease given back.
/// </summary>
internal sealed class DrainService(
    Draining draining,
    ConnectionTable table,
    Outbound outbound,
    Closer closer,
    Departures departures,
    LeaseKeeper lease,
    IOptions<GatewayOptions> options,
    TimeProvider time,
    ILogger<DrainService> log) : IHostedLifecycleService
{
    private const int ReconnectSpreadMs = 1000;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan SettleFor = TimeSpan.FromSeconds(5);

    /// <inheritdoc />
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        draining.Start();
        log.DrainBegan(table.Count);
        await SendAway(cancellationToken);
        await WaitUntil(() => table.Count == 0, options.Value.CloseTimeout + TimeSpan.FromSeconds(1), cancellationToken);
        await departures.Settle().WaitAsync(SettleFor, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await lease.Release().WaitAsync(SettleFor, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        log.DrainEnded(table.Count);
    }

    /// <inheritdoc />
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task SendAway(CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var window = options.Value.DrainWindow;
        var all = table.All().Where(connection => connection.Closing is null).ToList();
        for (var sent = 0; sent < all.Count;)
        {
            var passed = window > TimeSpan.Zero ? time.GetElapsedTime(began) / window : 1;
            var due = Math.Min(all.Count, (int)(passed * all.Count) + 1);
            for (; sent < due; sent++)
            {
                SendAway(all[sent]);
            }

            if (sent < all.Count)
            {
                await Task.Delay(Step, time, cancellationToken);
            }
        }

        // whoever came in between the first look and the closing of the door
        foreach (var connection in table.All())
        {
            SendAway(connection);
        }
    }

    private void SendAway(Connection connection)
    {
        outbound.Send(connection, ServerCodec.Drain(Random.Shared.Next(ReconnectSpreadMs)));
        closer.Close(connection, CloseCode.Drain);
    }

    private async Task WaitUntil(Func<bool> holds, TimeSpan patience, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (!holds() && time.GetElapsedTime(began) < patience)
        {
            await Task.Delay(Step, time, cancellationToken);
        }
    }
}
