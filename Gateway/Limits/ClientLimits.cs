using Microsoft.Extensions.Options;
using Whisper.Gateway.Connections;
using Whisper.Gateway.Hosting;

namespace Whisper.Gateway.Limits;

/// <summary>What one connection has used of its allowances, frames aside.</summary>
internal struct Allowances
{
    public TokenBucket Messages;
    public TokenBucket Typing;
    public WindowCounter Searches;
    public WindowCounter Reports;
}

/// <summary>Holds connections to their allowances.</summary>
internal sealed class ClientLimits(IOptions<LimitOptions> options, GatewayClock clock, GatewayMetrics metrics)
{
    // As many as a room holds for a partner unless it is told otherwise.
    private const int ResendFrames = 64;

    private readonly LimitOptions _options = options.Value;

    /// <summary>WebSocket frames of any kind that have just begun.</summary>
    public bool Frames(Connection connection, int count) =>
        !_options.Enabled
        || connection.Frames.TryTakeMany(clock.NowMs, count, _options.FramesPerSecond, _options.FramesPerSecond)
        || Hit("frames");

    /// <summary>After a resume a client sends again, at once, what its partner has not acknowledged: that many frames are free.</summary>
    public void AllowResend(Connection connection)
    {
        if (_options.Enabled)
        {
            connection.Frames.Give(ResendFrames);
        }
    }

    /// <summary>A message that is not a repeat.</summary>
    public bool Message(Connection connection, out long retryAfterMs)
    {
        retryAfterMs = 0;
        return !_options.Enabled
            || connection.Used.Messages.TryTake(clock.NowMs, _options.MessageBurst, _options.MessagesPerSecond, out retryAfterMs)
            || Hit("messages");
    }

    /// <summary>A search.</summary>
    public bool Search(Connection connection, out long retryAfterMs)
    {
        retryAfterMs = 0;
        return !_options.Enabled
            || connection.Used.Searches.TryTake(clock.NowMs, _options.SearchesPerMinute, out retryAfterMs)
            || Hit("searches");
    }

    /// <summary>A report.</summary>
    public bool Report(Connection connection, out long retryAfterMs)
    {
        retryAfterMs = 0;
        return !_options.Enabled
            || connection.Used.Reports.TryTake(clock.NowMs, _options.ReportsPerMinute, out retryAfterMs)
            || Hit("reports");
    }

    /// <summary>A typing frame.</summary>
    public bool Typing(Connection connection) =>
        !_options.Enabled
        || connection.Used.Typing.TryTake(clock.NowMs, _options.TypingPerSecond, _options.TypingPerSecond, out _)
        || Hit("typing");

    private bool Hit(string limit)
    {
        metrics.LimitHit(limit);
        return false;
    }
}
