using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;
using Whisper.Gateway.Protocol;

namespace Whisper.Gateway.Transports.Epoll;

/// <summary>What a close frame says (RFC 6455, sections 5.5.1 and 7.4).</summary>
internal static class ClosePayload
{
    /// <summary>The largest close frame that <see cref="Write"/> makes.</summary>
    public const int MostWritten = 64;

    /// <summary>Whether a client's close frame is as it must be: empty, or a code that may be sent and a reason in UTF-8.</summary>
    public static bool IsSound(ReadOnlySpan<byte> payload) =>
        payload.IsEmpty || (payload.Length >= 2 && MayBeSent(BinaryPrimitives.ReadUInt16BigEndian(payload)) && Utf8.IsValid(payload[2..]));

    /// <summary>Writes a whole close frame with a code and the word for it; answers its size.</summary>
    public static int Write(Span<byte> target, CloseCode code)
    {
        var reason = Encoding.ASCII.GetBytes(code.Reason(), target[4..]);
        BinaryPrimitives.WriteUInt16BigEndian(target[2..], (ushort)code);
        FrameHeader.Write(target, Opcode.Close, reason + 2);
        return reason + 4;
    }

    /// <summary>Writes the answer to a client's sound close frame, which says its code again; answers its size.</summary>
    public static int WriteEcho(Span<byte> target, ReadOnlySpan<byte> payload)
    {
        var code = payload[..Math.Min(2, payload.Length)];
        code.CopyTo(target[2..]);
        return FrameHeader.Write(target, Opcode.Close, code.Length) + code.Length;
    }

    // 1004 to 1006 and 1015 are never on the wire; what is not registered below 3000 is nobody's
    private static bool MayBeSent(int code) => code is (>= 1000 and <= 1003) or (>= 1007 and <= 1014) or (>= 3000 and <= 4999);
}
