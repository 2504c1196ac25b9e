using System.Buffers.Binary;
using System.Text.Unicode;

namespace Whisper.Fuzz.Wire;

/// <summary>A frame that a server has sent.</summary>
internal readonly record struct ServerFrame(int Opcode, byte[] Payload)
{
    /// <summary>The close code; 0 when the frame has none.</summary>
    public int CloseCode => Payload.Length >= 2 ? BinaryPrimitives.ReadUInt16BigEndian(Payload) : 0;
}

/// <summary>
/// Takes a server's bytes apart, as strictly as RFC 6455 allows: a server masks nothing, and this one has no reason to
/// fragment, to write a length longer than need be, or to go on after a close frame.
/// </summary>
internal static class ServerFrames
{
    /// <summary>The frame at the beginning of what has arrived and how long it is; null while it is not all there.</summary>
    /// <exception cref="InvalidDataException">The server broke a rule.</exception>
    public static ServerFrame? TryRead(ReadOnlySpan<byte> arrived, out int size)
    {
        size = 0;
        if (arrived.Length < 2)
        {
            return null;
        }

        var opcode = arrived[0] & 0x0F;
        Require((arrived[0] & 0xF0) == 0x80, "is a fragment, or has a reserved bit");
        Require(opcode is Opcodes.Text or Opcodes.Close or Opcodes.Ping or Opcodes.Pong, $"has opcode {opcode}");
        Require((arrived[1] & 0x80) == 0, "is masked");
        var head = arrived[1] switch { 126 => 4, 127 => 10, _ => 2 };
        if (arrived.Length < head)
        {
            return null;
        }

        var length = head switch { 4 => BinaryPrimitives.ReadUInt16BigEndian(arrived[2..]), 10 => BinaryPrimitives.ReadUInt64BigEndian(arrived[2..]), _ => arrived[1] };
        Require(head != 4 || length > 125, "says its length in 16 bits for no reason");
        Require(head != 10 || length is > ushort.MaxValue and <= int.MaxValue, "says its length in 64 bits for no reason");
        Require(opcode < Opcodes.Close || head == 2, "is a long control frame");
        size = head + (int)length;
        if (arrived.Length < size)
        {
            return null;
        }

        var payload = arrived[head..size];
        Require(opcode != Opcodes.Text || Utf8.IsValid(payload), "is not UTF-8");
        Require(opcode != Opcodes.Close || (payload.Length != 1 && Utf8.IsValid(payload[Math.Min(2, payload.Length)..])), "is a malformed close frame");
        return new ServerFrame(opcode, payload.ToArray());
    }

    private static void Require(bool holds, string what)
    {
        if (!holds)
        {
            throw new InvalidDataException($"A frame of the server {what}.");
        }
    }
}
