namespace Whisper.Delivery;

/// <summary>
/// How long an answer is waited for before it is taken for lost and asked for again. Every silence doubles that, up to a bound; answers that come, late ones included, are given twice the time that they took,
/// less a tenth with each: whoever has too much to do is not asked the same again (docs/decisions/0028-what-is-late-is-not-lost.md). Safe to use from several threads.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="atLeast">While answers come at once.</param>
/// <param name="inSilence">At most, of calls of which none is answered.</param>
public sealed class AnswerPatience(TimeProvider time, TimeSpan atLeast, TimeSpan inSilence)
{
    /// <summary>However late answers are.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private const int Allowance = 2;
    private const double Fading = 0.9;
    private const int MostDoublings = 10;

    private readonly Lock _lock = new();
    private int _silences;
    private TimeSpan _learned;

    /// <summary>How long the next answer is waited for.</summary>
    public TimeSpan Now
    {
        get
        {
            lock (_lock)
            {
                var silence = atLeast * (1 << _silences);
                silence = silence < inSilence ? silence : inSilence;
                return silence > _learned ? silence : _learned;
            }
        }
    }

    /// <summary>Waits for an answer; one that comes later than that still counts for the next.</summary>
    /// <exception cref="TimeoutException">It has not come in time.</exception>
    public async Task Wait(Task answer, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(answer);
        var asked = time.GetTimestamp();
        try
        {
            await answer.WaitAsync(Now, time, cancellation);
            Answered(time.GetElapsedTime(asked));
        }
        catch (TimeoutException)
        {
            Silent();
            if (!answer.IsCompleted)
            {
                _ = WaitOn(answer, asked);
            }

            throw;
        }
    }

    private async Task WaitOn(Task answer, long asked)
    {
        await answer.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (answer.IsCompletedSuccessfully)
        {
            Answered(time.GetElapsedTime(asked));
        }
    }

    private void Answered(TimeSpan took)
    {
        lock (_lock)
        {
            var faded = _learned * Fading;
            var allowed = took * Allowance;
            _learned = allowed < faded ? faded : allowed < Longest ? allowed : Longest;
            _silences = 0;
        }
    }

    private void Silent()
    {
        lock (_lock)
        {
            _silences = Math.Min(_silences + 1, MostDoublings);
        }
    }
}
