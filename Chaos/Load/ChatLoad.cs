using Whisper.Chaos.Loops;

namespace Whisper.Chaos.Load;

/// <summary>
/// Conversations that go on all the time, in which somebody says something at fixed moments, whether or not anything gets
/// through: a delay is measured from the moment at which it was meant to be said.
/// </summary>
internal sealed class ChatLoad(Crowd crowd, LoadPlan plan)
{
    private static readonly TimeSpan Opening = TimeSpan.FromMilliseconds(20);
    private readonly List<Pair> _pairs = [];
    private int _made;
    private long _step;
    private long _next;
    private int _turn;
    private bool _quiet;

    /// <summary>Conversations that are under way.</summary>
    public int Together => _pairs.Count(pair => pair.Together);

    /// <summary>Conversations in which something still waits to be delivered.</summary>
    public int Unsettled => _pairs.Count(pair => !pair.Settled);

    /// <summary>The conversations.</summary>
    public IReadOnlyList<Pair> Pairs => _pairs;

    /// <summary>Lets them meet, one pair every 20 ms.</summary>
    public void Open()
    {
        if (_made < plan.Chats)
        {
            Meet();
            crowd.Loop.After(Opening, Open);
        }
    }

    /// <summary>From now on they talk.</summary>
    public void Talk()
    {
        _step = (long)(1_000_000 / plan.MessagesPerSecond);
        _next = Clock.Now;
        crowd.Loop.At(_next, Say);
    }

    /// <summary>From now on nobody says anything new, and chats that end are not replaced.</summary>
    public void Hush() => _quiet = true;

    private void Meet() => _pairs.Add(new Pair(crowd, ++_made, "chat", Replace));

    private void Replace(Pair over)
    {
        _pairs.Remove(over);
        if (!_quiet)
        {
            Meet();
        }
    }

    private void Say()
    {
        for (; !_quiet && _next <= Clock.Now; _next += _step)
        {
            if (_pairs.Count > 0)
            {
                // each pair in turn; from one turn to the next the two of it alternate
                var pair = _pairs[_turn % _pairs.Count];
                var speaker = _turn++ / _pairs.Count % 2 == 0 ? pair.First : pair.Second;
                speaker.Say(_next);
            }
        }

        if (!_quiet)
        {
            crowd.Loop.At(_next, Say);
        }
    }
}
