namespace Whisper.LoadTest.Reporting;

/// <summary>What a phase waits for.</summary>
/// <param name="Figure">The figure of a sample that is to reach <paramref name="Amount"/>; null when time is to pass.</param>
/// <param name="Amount">How much of it, or how many seconds.</param>
internal sealed record Goal(string? Figure, double Amount);

/// <summary>Who is told how a run goes.</summary>
internal abstract class Progress : IAsyncDisposable
{
    /// <summary>Something else goes on.</summary>
    public abstract void Phase(string name, Goal? goal);

    /// <summary>A second has passed.</summary>
    public abstract void Show(Sample sample);

    /// <inheritdoc />
    public virtual ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>The processor time of the servers in a sample, in cores.</summary>
    protected static double ServerCores(Sample sample) => sample.Values
        .Where(value => value.Key.StartsWith("server.", StringComparison.Ordinal) && value.Key.EndsWith(".cpu", StringComparison.Ordinal))
        .Sum(value => value.Value);
}

/// <summary>Lines for logs: one at each phase, and one every five seconds.</summary>
internal sealed class PlainProgress(TextWriter to) : Progress
{
    private const int EverySeconds = 5;

    private int _seconds;

    /// <inheritdoc />
    public override void Phase(string name, Goal? goal) => to.WriteLine($"{name} …");

    /// <inheritdoc />
    public override void Show(Sample sample)
    {
        if (++_seconds % EverySeconds != 0)
        {
            return;
        }

        double Value(string name) => sample.Values.GetValueOrDefault(name);
        to.WriteLine(
            $"{sample.Second,5:F0} s  {sample.Phase,-24} online {Value("online"),9:N0}  connects {Value("openedPerSecond"),6:N0}/s  matches {Value("matchedPerSecond") / 2,5:N0}/s  "
            + $"messages {Value("receivedPerSecond"),6:N0}/s  p99 {Value("message.p99"),6:F1} ms  servers {ServerCores(sample):F2} cores");
    }
}
