using CsCheck;
using Whisper.Gateway.Protocol;
using Whisper.Gateway.Transports.Epoll;
using Whisper.Tests.Gateway.Support;
using Xunit;

namespace Whisper.Tests.Gateway.Transports.Epoll;

public sealed class FrameHeaderTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(125)]
    [InlineData(126)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    public void TryRead_EveryFormOfLength_IsUnderstood(int length)
    {
        var frame = RawClient.Encode(RawClient.Text, new byte[length]);
        Assert.True(FrameHeader.TryRead(frame, out var header, out _));
        Assert.Equal((Opcode.Text, true, (ulong)length), (header.Opcode, header.Final, header.Length));
        Assert.Equal(frame.Length - length, header.Size);
    }

    [Fact]
    public void TryRead_ButForTheMask_TellsTheLength()
    {
        byte[] head = [0x81, 0xFF, 0, 0, 0, 0, 0, 1, 0, 0];
        Assert.True(FrameHeader.TryRead(head, out var header, out _));
        Assert.Equal((14, 65_536UL), (header.Size, header.Length));
        for (var count = 0; count < head.Length; count++)
        {
            Assert.False(FrameHeader.TryRead(head.AsSpan(0, count), out _, out var violation));
            Assert.Equal(CloseCode.None, violation);
        }
    }

    [Theory]
    [InlineData(new byte[] { 0x91 })]
    [InlineData(new byte[] { 0x83 })]
    [InlineData(new byte[] { 0x8B })]
    [InlineData(new byte[] { 0x09 })]
    [InlineData(new byte[] { 0x81, 0x00 })]
    [InlineData(new byte[] { 0x89, 0xFE })]
    [InlineData(new byte[] { 0x81, 0xFE, 0x00, 0x7D })]
    [InlineData(new byte[] { 0x81, 0xFF, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF })]
    public void TryRead_BrokenRule_IsNoticedAtTheByteThatBreaksIt(byte[] head)
    {
        Assert.False(FrameHeader.TryRead(head, out _, out var violation));
        Assert.Equal(CloseCode.ProtocolError, violation);
        Assert.False(FrameHeader.TryRead(head.AsSpan(0, head.Length - 1), out _, out violation));
        Assert.Equal(CloseCode.None, violation);
    }

    [Theory]
    [InlineData(0, new byte[] { 0x81, 0 })]
    [InlineData(125, new byte[] { 0x81, 125 })]
    [InlineData(126, new byte[] { 0x81, 126, 0, 126 })]
    [InlineData(65_535, new byte[] { 0x81, 126, 0xFF, 0xFF })]
    public void Write_UsesTheShortestForm(int length, byte[] expected)
    {
        var head = new byte[FrameHeader.MostWritten];
        Assert.Equal(expected, head[..FrameHeader.Write(head, Opcode.Text, length)]);
    }

    [Fact]
    public void Mask_OfAnyPayload_IsItsOwnInverseAndGoesByteByByte() => Gen.Select(Gen.Byte.Array[0, 200], Gen.UInt).Sample((payload, mask) =>
    {
        var masked = payload.ToArray();
        Mask.Apply(masked, mask);
        var key = BitConverter.GetBytes(mask);
        Assert.Equal(payload.Select((value, i) => (byte)(value ^ key[i % 4])), masked);
        Mask.Apply(masked, mask);
        Assert.Equal(payload, masked);
    });
}
