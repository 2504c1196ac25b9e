using System.Buffers;
using Whisper.Delivery;

namespace Whisper.Grains.Delivery;

/// <summary>What waits for a gateway to take it.</summary>
/// <param name="Slot">Index in the gateway's connection table.</param>
/// <param name="Generation">Tells the present user of the slot from earlier ones.</param>
/// <param name="Word">What its client is told, unless it is <paramref name="Other"/>.</param>
/// <param name="Other">What cannot be packed, or is traced.</param>
/// <param name="At">Since when it waits, a timestamp of the queue's clock.</param>
internal readonly record struct QueuedEvent(int Slot, int Generation, ChatWord Word, Whisper.Delivery.Delivery? Other, long At = 0)
{
    /// <summary>Whether nobody waits for it, so that it may wait for company.</summary>
    public bool MayWait => Other is null && Word.Kind == RelayKind.Delivered;

    /// <summary>The same for a gateway that takes nothing packed.</summary>
    public Whisper.Delivery.Delivery ToDelivery(Guid gateway) => Other ?? new Whisper.Delivery.Delivery(new ConnectionRef(gateway, Slot, Generation), Word.ToEvent());

    /// <summary>Writes it behind others.</summary>
    public void Pack(IBufferWriter<byte> to) => RelayEvent.Write(to, Other is null ? Word.At(Slot, Generation) : new RelayEvent { Kind = RelayKind.Other });
}
