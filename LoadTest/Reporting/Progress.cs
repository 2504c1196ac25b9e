namespace Whisper.LoadTest.Reporting;

/// <summary>Who is told how a run goes.</summary>
internal abstract class Progress
{
    /// <summary>Something else goes on.</summary>
    public abstract void Phase(string name);

    /// <summary>A second has passed.</summary>
    public abstract void Show(Sample sample);
}

/// <summary>Lines for logs: one at each phase, and one every five seconds.</summary>
internal sealed class PlainProgress(TextWriter to) : Progress
{
    private const int EverySeconds = 5;

    private int _seconds;

    /// <inheritdoc />
    public override void Phase(string name) => to.WriteLine($"{name} …");

    /// <inheritdoc />
    public override void Show(Sample sample)
    {
        if (++_seconds % EverySeconds != 0)
        {
            return;
        }

        double Value(string name) => sample.Values.GetValueOrDefault(name);
        to.WriteLine(
            $"{sample.Second,5:F0} s  {sample.Phase,-24} online {Value("online"),9:N0}  connects {Value("openedPerSecond"),7:N0}/s  matches {Value("matchedPerSecond") / 2,6:N0}/s  "
            + $"messages {Value("receivedPerSecond"),7:N0}/s  p99 {Value("message.p99"),7:F1} ms  server {sample.Values.Where(value => value.Key.StartsWith("server.", StringComparison.Ordinal) && value.Key.EndsWith(".cpu", StringComparison.Ordinal)).Sum(value => value.Value),5:P0} cpu");
    }
}
