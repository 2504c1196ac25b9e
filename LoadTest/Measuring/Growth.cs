namespace Whisper.LoadTest.Measuring;

/// <summary>Whether memory that grew by itself has stopped: a process that has just started compiles, and its heap grows to its size.</summary>
internal sealed class Growth
{
    /// <summary>
    /// How long it must not have grown, in seconds. What .NET runs every second is compiled anew when it has run 30 times, and what it runs every two seconds a minute after the start.
    /// </summary>
    public const double Window = 30;

    /// <summary>What does not count as growth, in bytes a process and <see cref="Window"/>: twenty bytes for each of 18,000 connections.</summary>
    public const long Negligible = 360 << 10;

    private readonly Queue<(double At, long Bytes)> _seen = new();

    /// <summary>Adds what is seen now.</summary>
    /// <param name="at">When, in seconds.</param>
    /// <param name="bytes">How much there is, of all processes.</param>
    /// <param name="processes">Of how many.</param>
    /// <returns>Whether it has stopped.</returns>
    public bool HasStopped(double at, long bytes, int processes)
    {
        _seen.Enqueue((at, bytes));
        while (_seen.Count > 1 && at - _seen.ElementAt(1).At >= Window)
        {
            _seen.Dequeue();
        }

        var (since, before) = _seen.Peek();
        return at - since >= Window && bytes - before <= Negligible * processes;
    }
}
