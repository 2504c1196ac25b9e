namespace Whisper.Delivery;

/// <summary>One socket of one gateway process.</summary>
/// <param name="Gateway">Random id that a gateway process draws when it starts.</param>
/// <param name="Slot">Index in the gateway's connection table.</param>
/// <param name="Generation">Tells the present user of the slot from earlier ones.</param>
[GenerateSerializer, Immutable, Alias("whisper.connection-ref")]
public readonly record struct ConnectionRef([property: Id(0)] Guid Gateway, [property: Id(1)] int Slot, [property: Id(2)] int Generation);
