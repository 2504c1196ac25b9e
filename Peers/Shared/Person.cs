namespace Whisper.Peers.Shared;

/// <summary>Somebody connected, as <see cref="Pairing"/> sees them; <see cref="Pairing"/> alone changes it.</summary>
internal abstract class Person
{
    private volatile Person? _partner;

    /// <summary>Whom they chat with.</summary>
    public Person? Partner
    {
        get => _partner;
        set => _partner = value;
    }

    /// <summary>The interests they wait with, in order; null when they do not wait.</summary>
    public string? WaitsWith { get; set; }
}
