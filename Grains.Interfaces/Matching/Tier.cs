namespace Whisper.Matching;

/// <summary>How much two people must share. The numbers are those of the wire protocol.</summary>
[GenerateSerializer, Alias("whisper.tier")]
public enum Tier
{
    /// <summary>The identical set of interests.</summary>
    Exact = 1,

    /// <summary>At least one interest in common.</summary>
    Overlap = 2,
}
