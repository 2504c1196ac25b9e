using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;
using Whisper.Rooms;

namespace Whisper.Delivery;

/// <summary>
/// One event of a chat for one connection, as it lies in a batch; packed like a <see cref="RelayCall"/>.
/// <code>kind (1) · slot (4) · generation (4) · match (16) · n (8) · of a message: time (8) · seal (16) · length of the text (4) · text</code>
/// Of <see cref="RelayKind.Other"/> there is the kind alone.
/// </summary>
public readonly ref struct RelayEvent
{
    /// <summary>Bytes of a message's seal.</summary>
    public const int SealLength = 16;

    private const int Head = 1 + 4 + 4 + 16 + 8;
    private const int MessageHead = 8 + SealLength + 4;

    /// <summary>What it is.</summary>
    public required RelayKind Kind { get; init; }

    /// <summary>Index in the gateway's connection table.</summary>
    public int Slot { get; init; }

    /// <summary>Tells the present user of the slot from earlier ones.</summary>
    public int Generation { get; init; }

    /// <summary>Which chat.</summary>
    public MatchId Match { get; init; }

    /// <summary>The message's number, or up to which everything was delivered.</summary>
    public long N { get; init; }

    /// <summary>When a message was taken, in Unix milliseconds.</summary>
    public long AtMs { get; init; }

    /// <summary>A message's seal.</summary>
    public ReadOnlySpan<byte> Seal { get; init; }

    /// <summary>What a message says.</summary>
    public ReadOnlySpan<byte> Text { get; init; }

    /// <summary>Writes an event behind others.</summary>
    public static void Write(IBufferWriter<byte> to, in RelayEvent item)
    {
        ArgumentNullException.ThrowIfNull(to);
        var length = item.Kind switch
        {
            RelayKind.Other => 1,
            RelayKind.Message => Head + MessageHead + item.Text.Length,
            _ => Head,
        };
        var span = to.GetSpan(length);
        span[0] = (byte)item.Kind;
        if (item.Kind != RelayKind.Other)
        {
            BinaryPrimitives.WriteInt32LittleEndian(span[1..], item.Slot);
            BinaryPrimitives.WriteInt32LittleEndian(span[5..], item.Generation);
            item.Match.Value.TryWriteBytes(span[9..]);
            BinaryPrimitives.WriteInt64LittleEndian(span[25..], item.N);
        }

        if (item.Kind == RelayKind.Message)
        {
            var rest = span[Head..];
            BinaryPrimitives.WriteInt64LittleEndian(rest, item.AtMs);
            item.Seal.CopyTo(rest[8..]);
            BinaryPrimitives.WriteInt32LittleEndian(rest[(8 + SealLength)..], item.Text.Length);
            item.Text.CopyTo(rest[MessageHead..]);
        }

        to.Advance(length);
    }

    /// <summary>Reads the event that begins a batch, or what is left of it, and passes it over.</summary>
    /// <exception cref="ArgumentException">The batch is cut off.</exception>
    public static RelayEvent Read(ref ReadOnlySpan<byte> batch)
    {
        var kind = (RelayKind)batch[0];
        if (kind == RelayKind.Other)
        {
            batch = batch[1..];
            return new RelayEvent { Kind = kind };
        }

        var (slot, generation) = (BinaryPrimitives.ReadInt32LittleEndian(batch[1..]), BinaryPrimitives.ReadInt32LittleEndian(batch[5..]));
        var match = new MatchId(new Guid(batch.Slice(9, 16)));
        var n = BinaryPrimitives.ReadInt64LittleEndian(batch[25..]);
        batch = batch[Head..];
        if (kind != RelayKind.Message)
        {
            return new RelayEvent { Kind = kind, Slot = slot, Generation = generation, Match = match, N = n };
        }

        var at = BinaryPrimitives.ReadInt64LittleEndian(batch);
        var seal = batch.Slice(8, SealLength);
        var text = batch.Slice(MessageHead, BinaryPrimitives.ReadInt32LittleEndian(batch[(8 + SealLength)..]));
        batch = batch[(MessageHead + text.Length)..];
        return new RelayEvent { Kind = kind, Slot = slot, Generation = generation, Match = match, N = n, AtMs = at, Seal = seal, Text = text };
    }

    /// <summary>The same as an object that can be kept.</summary>
    /// <exception cref="InvalidOperationException">It is none of a chat's.</exception>
    public ClientEvent ToEvent() => Kind switch
    {
        RelayKind.Message => new MessageEvent(Match, N, new PrivateText(Encoding.UTF8.GetString(Text)), AtMs, Base64Url.EncodeToString(Seal)),
        RelayKind.Delivered => new DeliveredEvent(Match, N),
        RelayKind.TypingOn or RelayKind.TypingOff => new TypingEvent(Match, Kind == RelayKind.TypingOn),
        _ => throw new InvalidOperationException($"{Kind} is no event of a chat."),
    };
}
