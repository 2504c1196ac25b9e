namespace Whisper.Chaos.Load;

/// <summary>How much is asked of the cluster.</summary>
/// <param name="Chats">Conversations that go on all the time.</param>
/// <param name="MessagesPerSecond">What is said in all of them together, whether or not anything is delivered.</param>
/// <param name="JoinsPerSecond">New people who look for a partner.</param>
/// <param name="ReportsPerSecond">How many of those file a report at the end.</param>
public sealed record LoadPlan(int Chats, double MessagesPerSecond, double JoinsPerSecond, double ReportsPerSecond)
{
    /// <summary>The load of the issue.</summary>
    public static LoadPlan Full { get; } = For(500);

    /// <summary>The same in proportion to a number of conversations.</summary>
    public static LoadPlan For(int chats) => new(chats, chats, chats / 10.0, Math.Max(0.5, chats / 200.0));
}
