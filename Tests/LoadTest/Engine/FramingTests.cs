using System.Buffers.Binary;
using Whisper.LoadTest.Engine;
using Xunit;

namespace Whisper.Tests.LoadTest.Engine;

public sealed class FramingTests
{
    public static TheoryData<int> Lengths => [0, 1, 3, 4, 31, 32, 33, 125, 126, 127, 1000, 16_384];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Writer_OfAnyLength_WritesAMaskedFrame(int length)
    {
        var payload = Bytes(length);
        var writer = new FrameWriter(7);
        writer.Frame(payload);

        var (opcode, read, rest) = Unmask(writer.Written);
        Assert.Equal(Opcode.Text, opcode);
        Assert.Equal(payload, read);
        Assert.Equal(0, rest);
    }

    [Fact]
    public void Writer_OfSeveralFrames_LeavesNoGapBetweenThem()
    {
        var writer = new FrameWriter(7);
        writer.Begin().Raw("n="u8).Number(-42).End();
        writer.Frame(Bytes(300), Opcode.Binary);
        writer.Frame("last"u8);

        var all = writer.Written;
        var payloads = new List<byte[]>();
        while (!all.IsEmpty)
        {
            var frame = Unmask(all);
            payloads.Add(frame.Payload);
            all = all[^frame.Behind..];
        }

        Assert.Equal(["n=-42"u8.ToArray(), Bytes(300), "last"u8.ToArray()], payloads);
    }

    [Fact]
    public void Writer_OfTheSamePayloadTwice_MasksItDifferently()
    {
        var writer = new FrameWriter(7);
        writer.Frame(Bytes(40));
        writer.Frame(Bytes(40));
        Assert.NotEqual(writer.Written[..46].ToArray(), writer.Written[46..].ToArray());
    }

    [Fact]
    public void Mask_AtAnyLength_IsByteByByteTheKeyInTurn()
    {
        var key = BitConverter.ToUInt32([1, 2, 4, 8]);
        for (var length = 0; length < 200; length++)
        {
            var bytes = Bytes(length);
            Masking.Apply(bytes, key);
            Assert.Equal(Bytes(length).Select((octet, i) => (byte)(octet ^ (1 << (i % 4)))), bytes);
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Header_OfWhatIsNotAllThere_WaitsForMore(int length)
    {
        byte[] frame = [.. Head(0x81, length), .. Bytes(length)];
        for (var arrived = 0; arrived < frame.Length; arrived += 1 + (frame.Length / 50))
        {
            Assert.Equal(0, FrameHeader.TryRead(frame.AsSpan(0, arrived), out _));
        }

        Assert.Equal(1, FrameHeader.TryRead(frame, out var header));
        Assert.Equal((Opcode.Text, true, length), (header.Opcode, header.IsFinal, header.Length));
        Assert.Equal(Bytes(length), frame[header.Start..]);
    }

    [Theory]
    [InlineData(0xC1, 0)]
    [InlineData(0x81, 0x80)]
    public void Header_ThatNoServerMaySend_IsRefused(byte first, byte second) => Assert.Equal(-1, FrameHeader.TryRead([first, second, 0, 0, 0, 0], out _));

    [Fact]
    public void Header_OfAGigabyte_IsRefused() => Assert.Equal(-1, FrameHeader.TryRead([0x82, 127, 0, 0, 0, 0, 0x40, 0, 0, 0], out _));

    internal static byte[] Head(byte first, int length)
    {
        if (length < 126)
        {
            return [first, (byte)length];
        }

        var head = new byte[4];
        (head[0], head[1]) = (first, 126);
        BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(2), (ushort)length);
        return head;
    }

    private static byte[] Bytes(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)(i * 31))];

    // as RFC 6455 has it, without this program's own masking
    private static (Opcode Opcode, byte[] Payload, int Behind) Unmask(ReadOnlySpan<byte> frame)
    {
        Assert.Equal(0x80, frame[0] & 0xF0);
        Assert.Equal(0x80, frame[1] & 0x80);
        var (length, at) = ((int)(frame[1] & 0x7F), 2);
        if (length == 126)
        {
            (length, at) = (BinaryPrimitives.ReadUInt16BigEndian(frame[2..]), 4);
        }

        var key = frame.Slice(at, 4).ToArray();
        var payload = frame.Slice(at + 4, length).ToArray();
        return ((Opcode)(frame[0] & 0x0F), [.. payload.Select((octet, i) => (byte)(octet ^ key[i % 4]))], frame.Length - at - 4 - length);
    }
}
