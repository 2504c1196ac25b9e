using Whisper.LoadTest.Engine;

namespace Whisper.LoadTest.People;

/// <summary>
/// When things are to happen, whatever has come of what happened before: an open loop. A server that stalls does not slow
/// them down, and what they measure begins at these times.
/// </summary>
/// <param name="random">What the gaps are drawn from.</param>
/// <param name="isPoisson">Whether arrivals know nothing of each other; if not, they are evenly spaced, from a moment of their own: workers that begin together must not all come at once for ever.</param>
internal sealed class Arrivals(Random random, bool isPoisson)
{
    private double _gap;
    private double _next;

    /// <summary>When the next one is due, in microseconds; long.MaxValue when there is none.</summary>
    public long Next => _gap > 0 ? (long)_next : long.MaxValue;

    /// <summary>Begins, or goes on at another rate.</summary>
    /// <param name="perSecond">The rate; 0 ends it.</param>
    /// <param name="now">The time from which it holds.</param>
    public void Set(double perSecond, long now)
    {
        _gap = perSecond > 0 ? Clock.Second / perSecond : 0;
        _next = now + (isPoisson ? Gap() : random.NextDouble() * _gap);
    }

    /// <summary>Takes one that is due; false when there is none.</summary>
    public bool TryTake(long now, out long intended)
    {
        intended = Next;
        if (intended > now)
        {
            return false;
        }

        _next += Gap();
        return true;
    }

    private double Gap() => isPoisson ? -Math.Log(1 - random.NextDouble()) * _gap : _gap;
}
