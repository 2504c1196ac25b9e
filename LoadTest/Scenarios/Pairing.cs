using Whisper.LoadTest.Measuring;
using Whisper.LoadTest.Workers;

namespace Whisper.LoadTest.Scenarios;

/// <summary>Brings people into chats.</summary>
internal static class Pairing
{
    /// <summary>Has people search in twos for the same interests, and waits until all are in a chat.</summary>
    public static async Task Pair(Stage stage, int people)
    {
        stage.Phase($"pairing {people:N0}", new(Reporting.Names.Of(Gauge.Chatting), people));
        stage.Fleet.Send(WorkerCommand.Pair, people, stage.Options.PairRate);
        await stage.Reach(now => now[Gauge.Chatting], people, "chatting");
    }
}
