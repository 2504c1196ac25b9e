namespace Whisper.Rooms;

/// <summary>Names a match, and the chat room that it opens.</summary>
[GenerateSerializer, Immutable, Alias("whisper.match-id")]
public readonly record struct MatchId([property: Id(0)] Guid Value)
{
    /// <summary>A new random id.</summary>
    public static MatchId New() => new(Guid.NewGuid());

    /// <summary>32 hexadecimal digits, as on the wire.</summary>
    public override string ToString() => Value.ToString("N");
}
