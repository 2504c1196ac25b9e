using Whisper.LoadTest.Adapters;
using Whisper.LoadTest.Engine;
using Whisper.LoadTest.Measuring;
using Whisper.LoadTest.Workers;

namespace Whisper.LoadTest.Scenarios;

/// <summary>Has those who chat talk, and measures.</summary>
internal static class Talk
{
    // a message that has not come by then is lost
    private const double Patience = 15;

    /// <summary>What a chat may never do.</summary>
    public static IReadOnlyList<string> Requirements { get; } = ["lost<=0", "repeated<=0", "reordered<=0", "misdelivered<=0", "doubleMatches<=0", "falselyDelivered<=0", "unreadable<=0"];

    /// <summary>Warms up, measures, and waits for what is on its way.</summary>
    public static async Task<Measured> Measure(Stage stage, double rate, string prefix = "")
    {
        await stage.WarmUp(rate);
        var measurement = await Measurement.Begin(stage);
        await stage.Pass($"measuring at {rate:N0}/s", stage.Options.Duration);
        return await measurement.End(prefix, () => Settle(stage));
    }

    /// <summary>Ends the load and waits until everything that was sent has come, or surely will not.</summary>
    public static async Task Settle(Stage stage)
    {
        stage.Phase("settling");
        var isTold = (AllAdapters.Find(stage.Options.Adapter).Can & Abilities.Acknowledges) != 0;
        stage.Fleet.Send(WorkerCommand.Load);
        for (var until = Clock.Now + (long)(Patience * Clock.Second); Clock.Now < until;)
        {
            var now = await stage.Fleet.Mark(stage.Cancellation);
            if (now[Count.Received] >= now[Count.Intended] || (isTold && now[Gauge.Undelivered] == 0))
            {
                return;
            }

            await stage.Wait(0.1);
        }
    }
}
