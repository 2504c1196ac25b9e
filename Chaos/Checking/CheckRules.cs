namespace Whisper.Chaos.Checking;

/// <summary>What the checker must know of the product's settings and of the fault.</summary>
public sealed record CheckRules
{
    private const long Second = 1_000_000;

    /// <summary>How long somebody may be away, in microseconds. Default 30 s.</summary>
    public long Grace { get; init; } = 30 * Second;

    /// <summary>When a search changes its tier, in microseconds. Default 10 s.</summary>
    public long Tier2After { get; init; } = 10 * Second;

    /// <summary>When a search ends, in microseconds. Default 30 s.</summary>
    public long SearchTimeout { get; init; } = 30 * Second;

    /// <summary>How much later than that is still in time, in microseconds. Default 10 s, what a fault may cost.</summary>
    public long Late { get; init; } = 10 * Second;

    /// <summary>How far two looks at the same moment may differ, in microseconds: the client's, the partner's and the server's. Default 2 s.</summary>
    public long Slack { get; init; } = 2 * Second;

    /// <summary>Whether the fault may end chats and make sessions forgotten: all that was stored is gone.</summary>
    public bool ChatsMayEnd { get; init; }

    /// <summary>Whether the fault may cost platform events: a silo was killed with those that it had not published.</summary>
    public bool EventsMayBeLost { get; init; }

    /// <summary>
    /// When nothing could be stored, from the fault until the cluster was normal again, in microseconds: what was due in it is due at its
    /// end, which the row itself bounds.
    /// </summary>
    public (long From, long To)? Outage { get; init; }

    /// <summary>When the histories end; what was still open then is judged no further.</summary>
    public long Until { get; init; } = long.MaxValue;
}
