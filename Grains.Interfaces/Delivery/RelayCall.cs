using System.Buffers;
using System.Buffers.Binary;
using Whisper.Rooms;
using Whisper.Sessions;

namespace Whisper.Delivery;

/// <summary>
/// One small call to a room, as it lies in a batch. Packed by hand, because a chat makes two of them a message: no object, no string.
/// <code>kind (1) · match (16) · session (16) · n (8) · of a message: delivered (8) · length of the trace (1) · trace · length of the text (4) · text</code>
/// Numbers are little-endian, texts UTF-8.
/// </summary>
public readonly ref struct RelayCall
{
    private const int Head = 1 + 16 + 16 + 8;
    private const int MessageHead = 8 + 1;

    /// <summary>What it is.</summary>
    public required RelayKind Kind { get; init; }

    /// <summary>Which chat.</summary>
    public required MatchId Match { get; init; }

    /// <summary>Whose.</summary>
    public required SessionId Session { get; init; }

    /// <summary>The message's number, or up to which of the partner's everything has arrived.</summary>
    public long N { get; init; }

    /// <summary>Highest own message that the sender was told is delivered.</summary>
    public long Delivered { get; init; }

    /// <summary>Where its trace is, W3C <c>traceparent</c> in ASCII, at most 255; empty unless it is sampled.</summary>
    public ReadOnlySpan<byte> Trace { get; init; }

    /// <summary>What a message says.</summary>
    public ReadOnlySpan<byte> Text { get; init; }

    /// <summary>Writes a call behind others.</summary>
    public static void Write(IBufferWriter<byte> to, in RelayCall call)
    {
        ArgumentNullException.ThrowIfNull(to);
        var isMessage = call.Kind == RelayKind.Message;
        var length = Head + (isMessage ? MessageHead + call.Trace.Length + 4 + call.Text.Length : 0);
        var span = to.GetSpan(length);
        span[0] = (byte)call.Kind;
        call.Match.Value.TryWriteBytes(span[1..]);
        call.Session.Value.TryWriteBytes(span[17..]);
        BinaryPrimitives.WriteInt64LittleEndian(span[33..], call.N);
        if (isMessage)
        {
            var rest = span[Head..];
            BinaryPrimitives.WriteInt64LittleEndian(rest, call.Delivered);
            rest[8] = checked((byte)call.Trace.Length);
            rest = rest[MessageHead..];
            call.Trace.CopyTo(rest);
            rest = rest[call.Trace.Length..];
            BinaryPrimitives.WriteInt32LittleEndian(rest, call.Text.Length);
            call.Text.CopyTo(rest[4..]);
        }

        to.Advance(length);
    }

    /// <summary>Reads the call that begins a batch, or what is left of it, and passes it over.</summary>
    /// <exception cref="ArgumentException">The batch is cut off.</exception>
    public static RelayCall Read(ref ReadOnlySpan<byte> batch)
    {
        var kind = (RelayKind)batch[0];
        var (match, session) = (new MatchId(new Guid(batch.Slice(1, 16))), new SessionId(new Guid(batch.Slice(17, 16))));
        var n = BinaryPrimitives.ReadInt64LittleEndian(batch[33..]);
        batch = batch[Head..];
        if (kind != RelayKind.Message)
        {
            return new RelayCall { Kind = kind, Match = match, Session = session, N = n };
        }

        var delivered = BinaryPrimitives.ReadInt64LittleEndian(batch);
        var trace = batch.Slice(MessageHead, batch[8]);
        batch = batch[(MessageHead + trace.Length)..];
        var text = batch.Slice(4, BinaryPrimitives.ReadInt32LittleEndian(batch));
        batch = batch[(4 + text.Length)..];
        return new RelayCall { Kind = kind, Match = match, Session = session, N = n, Delivered = delivered, Trace = trace, Text = text };
    }
}
