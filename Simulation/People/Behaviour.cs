namespace Whisper.Simulation.People;

/// <summary>What people do. All times are exponential with the given mean.</summary>
internal sealed record Behaviour
{
    /// <summary>From connecting to leaving for good. Default 15 min.</summary>
    public TimeSpan Visit { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>From connecting to the first search: choosing interests. Default 40 s.</summary>
    public TimeSpan Choosing { get; init; } = TimeSpan.FromSeconds(40);

    /// <summary>Share of chats that a person means to leave soon, after <see cref="ShortChat"/>. Default 0.25.</summary>
    public double Picky { get; init; } = 0.25;

    /// <summary>How long a person stays in a chat that does not please. Default 15 s.</summary>
    public TimeSpan ShortChat { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a person would stay in any other; it lasts until the first of both has had enough. Default 8 min.</summary>
    public TimeSpan LongChat { get; init; } = TimeSpan.FromMinutes(8);

    /// <summary>Share of people who go on to the next stranger after a chat, after <see cref="Next"/>; the others pause. Default 0.6.</summary>
    public double GoOn { get; init; } = 0.6;

    /// <summary>From the end of a chat to the next search of who goes on. Default 3 s.</summary>
    public TimeSpan Next { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long the others pause, and everybody after a search that found nobody. Default 60 s.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Share of people who take back a search, after <see cref="Patience"/> if it still goes on. Default 0.1.</summary>
    public double Impatient { get; init; } = 0.1;

    /// <summary>How long they wait for it. Default 10 s.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Share of people who vanish at the end of their visit instead of leaving a chat or a search. Default 0.3.</summary>
    public double Vanishing { get; init; } = 0.3;
}
