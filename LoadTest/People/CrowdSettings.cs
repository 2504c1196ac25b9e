namespace Whisper.LoadTest.People;

/// <summary>What a crowd needs to know.</summary>
internal sealed record CrowdSettings
{
    /// <summary>How many people.</summary>
    public required int Count { get; init; }

    /// <summary>The number of the first of them in the whole run.</summary>
    public required int FirstNumber { get; init; }

    /// <summary>How many servers they spread over, person by person.</summary>
    public required int Servers { get; init; }

    /// <summary>What randomness begins from: the same seed, the same run.</summary>
    public int Seed { get; init; }

    /// <summary>Length of a message's text in bytes, from 44.</summary>
    public int TextSize { get; init; } = 128;

    /// <summary>How long an acknowledgement may wait for others; microseconds, at most 250 ms by the protocol.</summary>
    public long AckDelay { get; init; } = 250_000;

    /// <summary>Whether tokens are kept, so that lost sessions are resumed: some 100 bytes each.</summary>
    public bool KeepsTokens { get; init; }

    /// <summary>How long a connect may take until it counts as failed; microseconds.</summary>
    public long ConnectPatience { get; init; } = 15_000_000;
}
