using System.Collections.Immutable;
using Whisper.Rooms;

namespace Whisper.Delivery;

/// <summary>A gateway's calls to rooms, packed.</summary>
/// <param name="Count">How many, at most 256.</param>
/// <param name="Packed">Each a <see cref="RelayCall"/>. Theirs who call, again once they are answered.</param>
[GenerateSerializer, Immutable, Alias("whisper.relay-calls")]
public sealed record RelayCalls([property: Id(0)] int Count, [property: Id(1)] ReadOnlyMemory<byte> Packed)
{
    /// <summary>How many, never the texts.</summary>
    public override string ToString() => $"{nameof(RelayCalls)} {Count}";
}

/// <summary>What became of them, in their order.</summary>
/// <param name="Outcomes">A <see cref="PostOutcome"/> each, which of a call that is no message means nothing; or <see cref="Unanswered"/>.</param>
/// <param name="Expected">The sender's next number that will be taken, each; null when every message was taken.</param>
[GenerateSerializer, Immutable, Alias("whisper.relay-answers")]
public sealed record RelayAnswers([property: Id(0)] byte[] Outcomes, [property: Id(1)] long[]? Expected)
{
    /// <summary>Nobody knows whether it happened; it must be made again.</summary>
    public const byte Unanswered = 255;
}

/// <summary>Events for the connections of one gateway, packed, in the order in which the connections must see them.</summary>
/// <param name="Gateway">Which gateway's.</param>
/// <param name="Count">How many, those of <paramref name="Others"/> included.</param>
/// <param name="Packed">Each a <see cref="RelayEvent"/>. Theirs who call, again once it is answered.</param>
/// <param name="Others">What cannot be packed, or is traced.</param>
[GenerateSerializer, Immutable, Alias("whisper.relay-events")]
public sealed record RelayEvents(
    [property: Id(0)] Guid Gateway, [property: Id(1)] int Count, [property: Id(2)] ReadOnlyMemory<byte> Packed, [property: Id(3)] ImmutableArray<Delivery> Others)
{
    /// <summary>How many, never the texts.</summary>
    public override string ToString() => $"{nameof(RelayEvents)} {Count}";
}
