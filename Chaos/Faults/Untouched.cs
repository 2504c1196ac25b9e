using Whisper.Chaos.Checking;
using Whisper.Chaos.Staging;

namespace Whisper.Chaos.Faults;

/// <summary>What is demanded where a chat should not notice anything.</summary>
internal static class Untouched
{
    // below that, the two figures tell more of the machine than of the product
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(25);

    /// <summary>Waits until the load is even: a baseline from while it still grows would be too low.</summary>
    public static Task Prepare(Stage stage)
    {
        stage.Say($"the load evens out: {stage.Times.Even.TotalSeconds:F0} s more");
        return Task.Delay(stage.Times.Even);
    }

    /// <summary>The 99th percentile is at most twice its baseline.</summary>
    public static Criterion ByTheFault(Figures figures)
    {
        var limit = 2 * (figures.BaselineP99 > Least ? figures.BaselineP99 : Least);
        var text = $"{Criterion.Text(figures.FaultP99)}, baseline {Criterion.Text(figures.BaselineP99)}";
        return new("99th percentile", "at most twice its baseline", text, figures.FaultP99 <= limit, figures.FaultP99 / limit);
    }
}
