using System.Buffers.Binary;
using System.Text;
using Whisper.Fuzz.Wire;

namespace Whisper.Fuzz.Model;

/// <summary>
/// The reference: what RFC 6455 and <c>docs/protocol.md</c> say of the bytes that a client sends after the handshake.
/// Written for reading, a byte at a time and without a shortcut, and sharing nothing with the gateway.
/// </summary>
internal sealed class Rfc6455
{
    /// <summary>The most that a text frame may have, all fragments together; <c>docs/protocol.md</c>.</summary>
    public const int MostBytes = 16_384;

    /// <summary>The code for a text that is not UTF-8.</summary>
    public const int NotUtf8 = 1007;

    private const int ProtocolError = 1002;
    private const int NoBinary = 1003;
    private const int TooLarge = 1009;

    private readonly List<string> _answers = [];
    private readonly List<string> _pings = [];
    private readonly bool _looksInside;
    private List<byte>? _message;

    private Rfc6455(bool looksInside) => _looksInside = looksInside;

    /// <summary>What has to follow from these bytes.</summary>
    /// <param name="stream">Everything the client sends.</param>
    /// <param name="looksInside">False: only headers are looked at, as by somebody who runs ahead of whoever reads the payloads.</param>
    public static Prediction Predict(ReadOnlySpan<byte> stream, bool looksInside = true)
    {
        var model = new Rfc6455(looksInside);
        var (ending, codes) = model.Read(stream);
        return new Prediction(ending) { Answers = model._answers, Pings = model._pings, Codes = codes };
    }

    private (Ending Ending, int[] Codes) Read(ReadOnlySpan<byte> stream)
    {
        while (!stream.IsEmpty)
        {
            var header = FrameHeader.Read(stream);
            var faults = Faults(header);
            if (!header.IsComplete)
            {
                // a server may say what is wrong as soon as it sees it, or when the header is all there
                return (Ending.Unfinished, faults);
            }

            if (faults.Length > 0)
            {
                return (Ending.Broken, faults);
            }

            stream = stream[header.Size..];
            var here = Unmask(stream[..(int)Math.Min(header.Length, (ulong)stream.Length)], header.Key);
            var isWhole = (ulong)here.Length == header.Length;
            stream = stream[here.Length..];
            if ((header.IsControl ? TakeControl(header.Opcode, here, isWhole) : TakeData(here, isWhole, header.Final)) is { } end)
            {
                return end;
            }

            if (!isWhole)
            {
                return (Ending.Unfinished, []);
            }
        }

        return (_message is null ? Ending.Open : Ending.Unfinished, []);
    }

    /// <summary>Every rule that a header breaks; which of them a server names is its own choice.</summary>
    private int[] Faults(FrameHeader header)
    {
        var faults = new HashSet<int>();
        var isData = header.Opcode is Opcodes.Continuation or Opcodes.Text or Opcodes.Binary;
        var isKnown = isData || header.Opcode is Opcodes.Close or Opcodes.Ping or Opcodes.Pong;
        if (!isKnown || header.Reserved != 0 || (header.IsControl && !header.Final) || (isData && (header.Opcode == Opcodes.Continuation) != (_message is not null)))
        {
            faults.Add(ProtocolError);
        }

        if (header.Opcode == Opcodes.Binary)
        {
            faults.Add(NoBinary);
        }

        if (header.HasSecond && (!header.Masked || (header.IsControl && !header.IsShort)))
        {
            faults.Add(ProtocolError);
        }

        if (header.HasLength && (!header.IsShortest || header.Length > long.MaxValue || header is { Opcode: Opcodes.Close, Length: 1 }))
        {
            faults.Add(ProtocolError);
        }

        if (header.HasLength && isData && header.Length > (ulong)(MostBytes - (_message?.Count ?? 0)))
        {
            faults.Add(TooLarge);
        }

        return [.. faults];
    }

    private (Ending, int[])? TakeControl(int opcode, byte[] payload, bool isWhole)
    {
        if (!isWhole)
        {
            return null;
        }

        if (opcode == Opcodes.Ping)
        {
            _pings.Add(Printable.Of(payload));
        }

        return opcode == Opcodes.Close ? CloseRules.Judge(_looksInside ? payload : []) : null;
    }

    private (Ending, int[])? TakeData(byte[] payload, bool isWhole, bool isFinal)
    {
        (_message ??= []).AddRange(payload);
        if (_looksInside && !IsText([.. _message], isWhole && isFinal))
        {
            // 8.1 does not say how soon it must be noticed
            return (isWhole ? Ending.Broken : Ending.Unfinished, [NotUtf8]);
        }

        if (isWhole && isFinal)
        {
            _answers.Add(Application.Answer(_message.ToArray()));
            _message = null;
        }

        return null;
    }

    /// <summary>Whether it is UTF-8, or, while more is to come, can still become it.</summary>
    private static bool IsText(ReadOnlySpan<byte> bytes, bool ends)
    {
        while (!bytes.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(bytes, out _, out var size);
            if (status != System.Buffers.OperationStatus.Done)
            {
                return status == System.Buffers.OperationStatus.NeedMoreData && !ends;
            }

            bytes = bytes[size..];
        }

        return true;
    }

    private static byte[] Unmask(ReadOnlySpan<byte> payload, uint key)
    {
        var mask = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(mask, key);
        var plain = payload.ToArray();
        for (var i = 0; i < plain.Length; i++)
        {
            plain[i] ^= mask[i % 4];
        }

        return plain;
    }
}
