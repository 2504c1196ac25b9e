namespace Whisper.Sessions;

/// <summary>Names a session: 122 random bits. Not a secret; the resume token is.</summary>
[GenerateSerializer, Immutable, Alias("whisper.session-id")]
public readonly record struct SessionId([property: Id(0)] Guid Value)
{
    /// <summary>A new random id.</summary>
    public static SessionId New() => new(Guid.NewGuid());

    /// <summary>32 hexadecimal digits, as on the wire.</summary>
    public override string ToString() => Value.ToString("N");
}
