namespace Whisper.Delivery;

/// <summary>
/// How long an answer is waited for before it is taken for lost and asked for again. Every silence doubles that, up to a bound; answers that come, late ones included, are given twice the time that they took,
/// less a tenth with each and half of it with ten seconds without any: whoever has too much to do is not asked the same again (docs/decisions/0028-what-is-late-is-not-lost.md). Safe to use from several threads.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="atLeast">While answers come at once.</param>
/// <param name="inSilence">At most, of calls of which none is answered.</param>
public sealed class AnswerPatience(TimeProvider time, TimeSpan atLeast, TimeSpan inSilence)
{
    /// <summary>However late answers are.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <summary>How long Orleans is to wait for such an answer, which it drops when it comes later: longer than <see cref="Longest"/>.</summary>
    public const string ResponseTimeout = "00:00:12";

    private const int Allowance = 2;
    private const double FadingWithEach = 0.9;
    private const int MostDoublings = 10;

    private static readonly TimeSpan HalfLife = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private int _silences;
    private TimeSpan _learned;
    private long _learnedAt;

    /// <summary>How long the next answer is waited for.</summary>
    public TimeSpan Now
    {
        get
        {
            lock (_lock)
            {
                var silence = atLeast * (1 << _silences);
                silence = silence < inSilence ? silence : inSilence;
                var learned = Learned();
                return silence > learned ? silence : learned;
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
            var faded = Learned() * FadingWithEach;
            var allowed = took * Allowance;
            _learned = allowed < faded ? faded : allowed < Longest ? allowed : Longest;
            _learnedAt = time.GetTimestamp();
            _silences = 0;
        }
    }

    // under the lock: of an hour ago answers say nothing
    private TimeSpan Learned() => _learned * Math.Pow(0.5, time.GetElapsedTime(_learnedAt) / HalfLife);

    private void Silent()
    {
        lock (_lock)
        {
            _silences = Math.Min(_silences + 1, MostDoublings);
        }
    }
}
