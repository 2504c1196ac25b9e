namespace Whisper.Matching;

/// <summary>Names one search of one session.</summary>
[GenerateSerializer, Immutable, Alias("whisper.ticket-id")]
public readonly record struct TicketId([property: Id(0)] Guid Value)
{
    /// <summary>A new random id.</summary>
    public static TicketId New() => new(Guid.NewGuid());

    /// <summary>32 hexadecimal digits.</summary>
    public override string ToString() => Value.ToString("N");
}
