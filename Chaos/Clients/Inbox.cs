using Whisper.Chaos.Loops;

namespace Whisper.Chaos.Clients;

/// <summary>What becomes of a message that came.</summary>
internal enum Verdict
{
    /// <summary>It is the next one.</summary>
    Show,

    /// <summary>It was shown before.</summary>
    Repeat,

    /// <summary>One before it never came.</summary>
    Gap,
}

/// <summary>Decides what is shown, so that nothing is shown twice and nothing is skipped, and acknowledges it in batches.</summary>
internal sealed class Inbox(Loop loop, Action<long> acknowledge)
{
    private static readonly TimeSpan Batch = TimeSpan.FromMilliseconds(200);
    private LoopTimer? _timer;

    /// <summary>Highest number shown.</summary>
    public long Shown { get; private set; }

    /// <summary>Takes a message.</summary>
    public Verdict Take(long n)
    {
        if (n > Shown + 1)
        {
            return Verdict.Gap;
        }

        var verdict = n == Shown + 1 ? Verdict.Show : Verdict.Repeat;
        Shown = Math.Max(Shown, n);
        // a repeat is acknowledged too: its sender has not heard of the first time
        _timer ??= loop.After(Batch, Flush);
        return verdict;
    }

    /// <summary>Nothing is acknowledged any more.</summary>
    public void Stop()
    {
        _timer?.Cancel();
        _timer = null;
    }

    private void Flush()
    {
        _timer = null;
        acknowledge(Shown);
    }
}
