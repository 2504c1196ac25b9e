using Whisper.LoadTest.Engine;

namespace Whisper.LoadTest.People;

/// <summary>
/// Has people connect at a rate until there are as many as wanted. Who does not get in, or falls out, tries again after a
/// while, in turn with the others. Only so many are under way at a time, so that a server that is slow is not sent more
/// than it can take; the intended times stay as they are.
/// </summary>
internal sealed class Connecting(Crowd crowd, int mostUnderWay)
{
    private const long RetryAfter = Clock.Second;

    private readonly Arrivals _arrivals = new(crowd.Random, isPoisson: false);
    private readonly Queue<(int Who, long NotBefore)> _again = new();
    private int _wanted;

    /// <summary>How many have had their turn.</summary>
    public int Begun { get; private set; }

    /// <summary>When the next is due.</summary>
    public long Next => crowd.UnderWay >= mostUnderWay ? long.MaxValue : Math.Min(Begun < _wanted ? _arrivals.Next : long.MaxValue, _again.TryPeek(out var first) ? first.NotBefore : long.MaxValue);

    /// <summary>Wants <paramref name="count"/> people connected, <paramref name="rate"/> more a second.</summary>
    public void Set(int count, double rate, long now)
    {
        _wanted = Math.Min(count, crowd.Size);
        _arrivals.Set(rate, now);
    }

    /// <summary>Has somebody try again who did not get in or fell out.</summary>
    public void Again(int who, long now) => _again.Enqueue((who, now + RetryAfter));

    /// <summary>Begins the connects that are due.</summary>
    public void Turn(long now)
    {
        while (crowd.UnderWay < mostUnderWay && _again.TryPeek(out var first) && first.NotBefore <= now)
        {
            _again.Dequeue();
            crowd.Connect(first.Who, first.NotBefore);
        }

        while (crowd.UnderWay < mostUnderWay && Begun < _wanted && _arrivals.TryTake(now, out var intended))
        {
            crowd.Connect(Begun++, intended);
        }
    }
}
