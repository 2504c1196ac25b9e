using Whisper.Chaos.Loops;

namespace Whisper.Chaos.Clients;

/// <summary>
/// Keeps every message until <c>delivered</c> covers it and knows what to send next, as the web client's does: sending too
/// much is harmless, sending in order is all that matters.
/// </summary>
internal sealed class Outbox(Loop loop, Func<long, bool> transmit)
{
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SettleAtMost = TimeSpan.FromSeconds(2);

    private long _last;
    private long _delivered;
    private long _cursor = 1;
    private bool _live;
    private LoopTimer? _held;
    private long _expected;
    private TimeSpan _settle = Settle;

    /// <summary>How many messages wait for <c>delivered</c>.</summary>
    public long Waiting => _last - _delivered;

    /// <summary>The number that the next message will have.</summary>
    public long Next => _last + 1;

    /// <summary>Takes the next message.</summary>
    public void Push()
    {
        _last++;
        Pump();
    }

    /// <summary>Whether everything up to a number is delivered.</summary>
    public bool HasDelivered(long n) => _delivered >= n;

    /// <summary>The chat goes on over a new socket: everything that is not delivered is sent again.</summary>
    public void Connected()
    {
        _live = true;
        _held?.Cancel();
        _held = null;
        _cursor = _delivered + 1;
        Pump();
    }

    /// <summary>There is no socket.</summary>
    public void Disconnected()
    {
        _live = false;
        _held?.Cancel();
        _held = null;
    }

    /// <summary>The partner has everything up to <paramref name="n"/>.</summary>
    public void Delivered(long n)
    {
        _delivered = Math.Clamp(n, _delivered, _last);
        _cursor = Math.Max(_cursor, _delivered + 1);
    }

    /// <summary>
    /// Every message behind a gap is answered with a gap of its own; one resend is enough. A server that goes on asking for
    /// the same is asked ever more seldom: the web client's pace has that effect.
    /// </summary>
    public void Gap(long expected)
    {
        if (_held is not null)
        {
            return;
        }

        _settle = expected == _expected && _settle * 2 < SettleAtMost ? _settle * 2 : expected == _expected ? SettleAtMost : Settle;
        _expected = expected;
        GoOn(expected, _settle);
    }

    /// <summary>Not taken, but it may be later.</summary>
    public void Limited(TimeSpan? after, long? expected) => GoOn(expected ?? Math.Min(_cursor, _last), after ?? Retry);

    private void GoOn(long at, TimeSpan after)
    {
        _cursor = Math.Max(at, _delivered + 1);
        _held?.Cancel();
        _held = loop.After(after, () =>
        {
            _held = null;
            Pump();
        });
    }

    private void Pump()
    {
        while (_live && _held is null && _cursor <= _last && transmit(_cursor))
        {
            _cursor++;
        }
    }
}
