using Whisper.Chaos.Load;
using Whisper.Chaos.Staging;

namespace Whisper.Chaos.Faults;

/// <summary>Whether two people who come now meet.</summary>
internal static class NewMatches
{
    /// <summary>Two come, and are asked about until they have met, or have not after 2 s.</summary>
    public static async Task<bool> AreMade(Stage stage)
    {
        var pair = await stage.Crowd.Loop.Run(() => new Pair(stage.Crowd, stage.Crowd.People.Count + 1_000_000, "probe", _ => { }));
        var met = false;
        for (var look = 0; look < 40 && !met; look++)
        {
            await Task.Delay(50);
            met = await stage.Crowd.Loop.Run(() => pair.Together);
        }

        await stage.Crowd.Loop.Run(() => pair.Leave());
        return met;
    }
}
