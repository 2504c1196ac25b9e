using Whisper.Gateway.Protocol;

namespace Whisper.Gateway.Transports.WebSockets;

/// <summary>
/// Follows the frame headers in a client's byte stream, in any portions, without touching the payload: counts frames of
/// every kind and notices the first that breaks a rule, at its header.
/// </summary>
internal sealed class FrameMeter
{
    private const int Continuation = 0x0;
    private const int Text = 0x1;
    private const int Binary = 0x2;
    private const int CloseFrame = 0x8;
    private const int Pong = 0xA;

    private Stage _stage;
    private int _opcode;
    private bool _final;
    private bool _inMessage;
    private int _left;
    private ulong _least;
    private ulong _length;
    private long _messageBytes;

    private enum Stage : byte
    {
        Head,
        Length,
        LongLength,
        Mask,
        Payload,
        Lost,
    }

    /// <summary>The first rule broken, or <see cref="CloseCode.None"/>.</summary>
    public CloseCode Violation { get; private set; }

    /// <summary>Whether the client's close frame has begun.</summary>
    public bool CloseSeen { get; private set; }

    /// <summary>What a client sends after its close frame is nobody's concern any more.</summary>
    private Stage AfterFrame => _opcode == CloseFrame ? Stage.Lost : Stage.Head;

    /// <summary>Takes the next bytes; answers how many of them come before the first violation.</summary>
    public int Feed(ReadOnlySpan<byte> data, out int frames)
    {
        frames = 0;
        var sound = Violation == CloseCode.None ? data.Length : 0;
        for (var i = 0; i < data.Length;)
        {
            var wasSound = Violation == CloseCode.None;
            if (_stage == Stage.Lost)
            {
                break;
            }

            if (_stage == Stage.Payload)
            {
                var skipped = (int)Math.Min((ulong)(data.Length - i), _length);
                i += skipped;
                _length -= (ulong)skipped;
                _stage = _length == 0 ? AfterFrame : Stage.Payload;

                continue;
            }

            frames += _stage == Stage.Head ? 1 : 0;
            Step(data[i]);
            if (wasSound && Violation != CloseCode.None)
            {
                sound = i;
            }

            i++;
        }

        return sound;
    }

    private void Step(byte value)
    {
        switch (_stage)
        {
            case Stage.Head:
                ReadHead(value);
                break;
            case Stage.Length:
                ReadLength(value);
                break;
            case Stage.LongLength:
                _length = (_length << 8) | value;
                if (--_left == 0)
                {
                    EndLength();
                }

                break;
            case Stage.Mask when --_left == 0:
                _stage = _length == 0 ? AfterFrame : Stage.Payload;
                break;
        }
    }

    private void ReadHead(byte value)
    {
        _opcode = value & 0x0F;
        _final = (value & 0x80) != 0;
        _stage = Stage.Length;
        var isControl = _opcode is >= CloseFrame and <= Pong;
        var isData = _opcode is Continuation or Text or Binary;
        if ((value & 0x70) != 0 || !(isControl || isData) || (isControl && !_final) || (isData && _inMessage != (_opcode == Continuation)))
        {
            Break(CloseCode.ProtocolError);
        }
        else if (_opcode == Binary)
        {
            Break(CloseCode.BinaryFrame);
        }

        if (_stage == Stage.Lost)
        {
            return;
        }

        if (isData)
        {
            _messageBytes = _opcode == Continuation ? _messageBytes : 0;
            _inMessage = !_final;
        }
    }

    private void ReadLength(byte value)
    {
        var length = value & 0x7F;
        // a close says nothing, or a code of two bytes at least
        if ((value & 0x80) == 0 || (_opcode >= CloseFrame && length > 125) || (_opcode == CloseFrame && length == 1))
        {
            Break(CloseCode.ProtocolError);
            return;
        }

        _length = 0;
        switch (length)
        {
            case 126:
                (_stage, _left, _least) = (Stage.LongLength, 2, 126);
                break;
            case 127:
                (_stage, _left, _least) = (Stage.LongLength, 8, ushort.MaxValue + 1);
                break;
            default:
                _length = (ulong)length;
                BeginMask();
                break;
        }
    }

    private void EndLength()
    {
        if (_length < _least)
        {
            // the shortest form must be used
            Break(CloseCode.ProtocolError);
        }
        else
        {
            BeginMask();
        }
    }

    private void BeginMask()
    {
        (_stage, _left) = (Stage.Mask, 4);
        CloseSeen |= _opcode == CloseFrame;
        if (_opcode < CloseFrame)
        {
            _messageBytes += (long)Math.Min(_length, int.MaxValue);
            if (_messageBytes > ProtocolLimits.FrameBytes)
            {
                Break(CloseCode.FrameTooLarge);
            }
        }
    }

    private void Break(CloseCode code)
    {
        Violation = Violation == CloseCode.None ? code : Violation;
        if (code == CloseCode.ProtocolError)
        {
            // where the next frame would begin is anybody's guess
            _stage = Stage.Lost;
        }
    }
}
