namespace Whisper.LoadTest.Workers;

/// <summary>What the parent tells a worker: a line of JSON.</summary>
internal sealed record WorkerCommand
{
    /// <summary>Have <see cref="Count"/> people connected, <see cref="Rate"/> more a second.</summary>
    public const string Connect = "connect";

    /// <summary>Bring <see cref="Count"/> people into chats, <see cref="Rate"/> of them a second.</summary>
    public const string Pair = "pair";

    /// <summary>Do what the scenario is about, <see cref="Rate"/> times a second.</summary>
    public const string Load = "load";

    /// <summary>Do a second thing of the scenario, <see cref="Rate"/> times a second.</summary>
    public const string Extra = "extra";

    /// <summary>Report now what belongs to the phase that ends.</summary>
    public const string Mark = "mark";

    /// <summary>Tell how the open chats stand, and end.</summary>
    public const string Stop = "stop";

    /// <summary>What is to be done: one of the constants here.</summary>
    public required string Do { get; init; }

    public int Count { get; init; }

    public double Rate { get; init; }
}
