using System.Text.Unicode;
using Whisper.Gateway.Protocol;

namespace Whisper.Gateway.Transports.Epoll;

/// <summary>What a reader has come upon.</summary>
internal enum FrameKind
{
    /// <summary>The end of what has arrived.</summary>
    Incomplete,

    /// <summary>A complete message of sound text.</summary>
    Text,

    /// <summary>A ping, to be answered with its payload.</summary>
    Ping,

    /// <summary>A close frame; what it says is checked.</summary>
    Close,

    /// <summary>A frame with nothing to do about it: a pong, a fragment, one that is passed over.</summary>
    Nothing,

    /// <summary>A broken rule. After one of framing nothing is read any more; after another only a close frame is of interest.</summary>
    Violation,
}

/// <summary>
/// Takes the frames out of what has arrived from one client, unmasked where they lie; a message in fragments is put together elsewhere. What is left over is
/// for the caller to keep, with <see cref="Held"/>, until more arrives.
/// </summary>
internal ref struct FrameReader(Span<byte> arrived, Inbound? held, BufferPool pool)
{
    private Span<byte> _rest = arrived;

    /// <summary>What has not been read.</summary>
    public readonly ReadOnlySpan<byte> Rest => _rest;

    /// <summary>What has to be kept for the next reader of this connection; null when there is nothing.</summary>
    public Inbound? Held { get; private set; } = held;

    /// <summary>Whether frames are passed over but for a close: the connection is being closed.</summary>
    public bool IsClosing { get; set; }

    /// <summary>The payload of what was read last, until the next is.</summary>
    public ReadOnlySpan<byte> Payload { get; private set; }

    /// <summary>Which rule was broken.</summary>
    public CloseCode Violation { get; private set; }

    /// <summary>Reads on.</summary>
    public FrameKind Next()
    {
        if (Held is { } held)
        {
            if (held is { InMessage: false, MessageCount: > 0 })
            {
                held.EndMessage();
            }

            if (held.Deaf)
            {
                _rest = [];
            }

            PassOver(held);
        }

        if (_rest.IsEmpty)
        {
            return FrameKind.Incomplete;
        }

        if (!IsClosing && JudgeOpcode((Opcode)(_rest[0] & 0x0F)) is var opcodeFault and not CloseCode.None)
        {
            return Break(opcodeFault);
        }

        if (!FrameHeader.TryRead(_rest, out var header, out var fault))
        {
            return fault == CloseCode.None ? FrameKind.Incomplete : Break(fault);
        }

        if (!header.IsControl && !IsClosing && header.Length > (ulong)(ProtocolLimits.FrameBytes - (Held?.MessageCount ?? 0)))
        {
            return Break(CloseCode.FrameTooLarge);
        }

        if (_rest.Length < header.Size)
        {
            return FrameKind.Incomplete;
        }

        if (!header.IsControl && IsClosing)
        {
            return Skip(header);
        }

        return (ulong)(_rest.Length - header.Size) < header.Length ? FrameKind.Incomplete : Take(header);
    }

    /// <summary>Keeps what is left for the next reader; answers what is to be held of the connection.</summary>
    public Inbound? KeepRest()
    {
        if (!_rest.IsEmpty)
        {
            Hold().Keep(_rest);
        }

        if (Held is { InMessage: false, MessageCount: > 0 } done)
        {
            done.EndMessage();
        }

        return Held is { IsEmpty: true } ? null : Held;
    }

    private readonly CloseCode JudgeOpcode(Opcode opcode)
    {
        var inMessage = Held is { InMessage: true };
        return opcode switch
        {
            Opcode.Text when inMessage => CloseCode.ProtocolError,
            Opcode.Continuation when !inMessage => CloseCode.ProtocolError,
            Opcode.Binary => (_rest[0] & 0x70) != 0 || inMessage ? CloseCode.ProtocolError : CloseCode.BinaryFrame,
            _ => CloseCode.None,
        };
    }

    private FrameKind Take(FrameHeader header)
    {
        var payload = _rest.Slice(header.Size, (int)header.Length);
        _rest = _rest[(header.Size + payload.Length)..];
        if (header.Opcode == Opcode.Pong || (IsClosing && header.Opcode == Opcode.Ping))
        {
            return FrameKind.Nothing;
        }

        Mask.Apply(payload, header.Mask);
        Payload = payload;
        return header.Opcode switch
        {
            Opcode.Ping => FrameKind.Ping,
            Opcode.Close => TakeClose(payload),
            Opcode.Text when header.Final => Utf8.IsValid(payload) ? FrameKind.Text : Break(CloseCode.InvalidUtf8),
            _ => TakeFragment(payload, header.Final),
        };
    }

    private FrameKind TakeClose(ReadOnlySpan<byte> payload)
    {
        if (!ClosePayload.IsSound(payload))
        {
            return Break(CloseCode.ProtocolError);
        }

        // nothing may follow it
        Hold().TurnDeaf();
        return FrameKind.Close;
    }

    private FrameKind TakeFragment(ReadOnlySpan<byte> payload, bool final)
    {
        var held = Hold();
        if (!held.Append(payload, final))
        {
            held.EndMessage();
            return Break(CloseCode.InvalidUtf8);
        }

        if (!final)
        {
            return FrameKind.Nothing;
        }

        if (held.MessageCount == 0)
        {
            held.EndMessage();
        }

        Payload = held.Message;
        return FrameKind.Text;
    }

    private FrameKind Skip(FrameHeader header)
    {
        _rest = _rest[header.Size..];
        var held = Hold();
        held.Skip = header.Length;
        PassOver(held);
        return FrameKind.Nothing;
    }

    private void PassOver(Inbound held)
    {
        var passed = (int)Math.Min(held.Skip, (ulong)_rest.Length);
        held.Skip -= (ulong)passed;
        _rest = _rest[passed..];
    }

    private FrameKind Break(CloseCode code)
    {
        Violation = code;
        IsClosing = true;
        if (code == CloseCode.ProtocolError)
        {
            Hold().TurnDeaf();
            _rest = [];
        }
        else
        {
            Held?.EndMessage();
        }

        return FrameKind.Violation;
    }

    private Inbound Hold() => Held ??= new Inbound(pool);
}
