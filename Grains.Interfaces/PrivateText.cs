namespace Whisper;

/// <summary>What a person wrote. It refuses to print itself, so that no log line, exception or dashboard shows it by accident.</summary>
[GenerateSerializer, Immutable, Alias("whisper.private-text")]
public readonly record struct PrivateText([property: Id(0)] string Value)
{
    /// <summary>Never the text.</summary>
    public override string ToString() => "(private)";
}
