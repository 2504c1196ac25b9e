using Microsoft.Extensions.Options;
using Whisper.Gateway.Hosting;
using Whisper.Gateway.Limits;
using Whisper.Gateway.Protocol;
using Whisper.Gateway.Sessions;

namespace Whisper.Gateway.Connections;

/// <summary>Turns the timing wheel, and does what it reminds of: hello deadlines, pings, silence, typing that ran out.</summary>
internal sealed class Liveness(
    TimingWheel wheel,
    ConnectionTable table,
    Closer closer,
    Outbound outbound,
    SessionDirectory directory,
    AddressLimits addresses,
    IOptions<GatewayOptions> options,
    GatewayClock clock,
    TimeProvider time,
    ILogger<Liveness> log) : BackgroundService
{
    private static readonly TimeSpan ShortestTick = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestTick = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan SweepEvery = TimeSpan.FromMinutes(1);

    // the longest interval less an eighth is the shortest
    private const int Spread = 64;

    private readonly GatewayOptions _options = options.Value;
    private long _sweptMs;

    /// <summary>Watches over a new connection.</summary>
    public void Watch(Connection connection) =>
        Remind(connection, connection.OpenedMs + Math.Min(Ms(_options.HelloTimeout), PingInterval(connection)));

    /// <summary>Looks what is due now.</summary>
    public void Turn()
    {
        var now = clock.NowMs;
        wheel.Advance(now, entry =>
        {
            if (table.Find(entry.Connection) is { Closing: null } connection)
            {
                Check(connection, entry.Task, now);
            }
        });
        directory.Forget(now);
        if (now - _sweptMs >= Ms(SweepEvery))
        {
            _sweptMs = now;
            addresses.Sweep();
        }
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Tick(), time);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await timer.WaitForNextTickAsync(stoppingToken);
                Turn();
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                log.WheelFailed(error);
            }
        }
    }

    // what is reminded of comes a twentieth late at most, and an idle gateway wakes no oftener than that asks for
    private TimeSpan Tick()
    {
        TimeSpan[] spans = [_options.HelloTimeout, _options.PingInterval, _options.SilenceTimeout - _options.PingInterval, _options.TypingExpiry];
        return TimeSpan.FromTicks(Math.Clamp(spans.Min().Ticks / 20, ShortestTick.Ticks, LongestTick.Ticks));
    }

    private static long Ms(TimeSpan span) => (long)span.TotalMilliseconds;

    private void Check(Connection connection, WheelTask task, long now)
    {
        switch (task)
        {
            case WheelTask.Life when connection.Status == ConnectionStatus.NotGreeted:
                CheckHello(connection, now);
                break;
            case WheelTask.Life:
                CheckSilence(connection, now);
                break;
            case WheelTask.Typing:
                CheckTyping(connection, now);
                break;
        }
    }

    private void CheckHello(Connection connection, long now)
    {
        var deadline = connection.OpenedMs + Ms(_options.HelloTimeout);
        if (now >= deadline)
        {
            closer.Close(connection, CloseCode.NoHello);
        }
        else
        {
            Remind(connection, deadline);
        }
    }

    private void CheckSilence(Connection connection, long now)
    {
        // while a call is in flight the socket is not read, so that silence means nothing
        var silent = connection.Busy ? 0 : now - connection.HeardMs;
        if (silent >= Ms(_options.SilenceTimeout))
        {
            closer.Close(connection, CloseCode.Silent);
            return;
        }

        var next = PingInterval(connection) - silent;
        if (next <= 0)
        {
            connection.Transport.Ping(connection.Id);
            next = Math.Min(PingInterval(connection), Ms(_options.SilenceTimeout) - silent);
        }

        Remind(connection, now + next);
    }

    // Not the same for all: those who came in one moment, or were pinged together after the process stood still, would be pinged together for ever.
    private long PingInterval(Connection connection) =>
        Ms(_options.PingInterval) - (Ms(_options.PingInterval) * (connection.Id.Slot % Spread) / (8 * Spread));

    private void CheckTyping(Connection connection, long now)
    {
        lock (connection)
        {
            if (connection.Chat is not { TypingWatched: true } chat)
            {
                return;
            }

            if (chat.TypingUntilMs > now)
            {
                wheel.Schedule(connection.Id, WheelTask.Typing, chat.TypingUntilMs);
                return;
            }

            chat.TypingWatched = false;
            if (chat.TypingUntilMs > 0)
            {
                chat.TypingUntilMs = 0;
                outbound.Send(connection, ServerCodec.Typing(false));
            }
        }
    }

    private void Remind(Connection connection, long dueMs) => wheel.Schedule(connection.Id, WheelTask.Life, dueMs);
}
