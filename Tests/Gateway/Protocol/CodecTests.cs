using System.Text;
using CsCheck;
using Whisper.Delivery;
using Whisper.Gateway.Protocol;
using Whisper.Rooms;
using Xunit;

namespace Whisper.Tests.Gateway.Protocol;

public sealed class CodecTests
{
    [Theory]
    [InlineData("""{"type":"ping"}""", "ping")]
    [InlineData(""" { "x" : [ {"type":"hello"} ] , "type" : "ping" , "y":{} } """, "ping")]
    [InlineData("""{"\u0074ype":"p\u0069ng"}""", "ping")]
    [InlineData("""{"type":"hello","type":"ping"}""", "ping")]
    [InlineData("""{"type":"hello","type":7}""", "bad")]
    [InlineData("""{"Type":"ping"}""", "bad")]
    [InlineData("""{"type":"\ud800"}""", "bad")]
    [InlineData("\uFEFF{\"type\":\"ping\"}", "bad")]
    [InlineData("""{"type":"ping"} x""", "bad")]
    [InlineData("""{"type":"pingx"}""", "unknown")]
    [InlineData("", "bad")]
    [InlineData("   ", "bad")]
    public void Identify_ReadsTheTypeOfOneWholeObject(string text, string type) => Assert.Equal(type, ClientCodec.Identify(Encoding.UTF8.GetBytes(text)).Wire());

    [Fact]
    public void Identify_AnyBytes_NeverThrows() =>
        Gen.Select(Gen.Byte.Array[0, 200], Gen.Bool).Sample((bytes, isObject) => ClientCodec.Identify(isObject ? [.. "{\"type\":"u8, .. bytes] : bytes));

    [Theory]
    [InlineData("""{"n":1}""")]
    [InlineData("""{"text":"x"}""")]
    [InlineData("""{"n":1,"text":null}""")]
    [InlineData("""{"n":null,"text":"x"}""")]
    [InlineData("""{"n":1e400,"text":"x"}""")]
    [InlineData("""{"n":99999999999999999999,"text":"x"}""")]
    [InlineData("""{"n":1,"text":"\udc00"}""")]
    [InlineData("""{"n":1,"text":["x"]}""")]
    public void TryRead_FieldsThatAreNotAsTheyShouldBe_IsFalse(string text) =>
        Assert.False(ClientCodec.TryRead(Encoding.UTF8.GetBytes(text), FrameJson.Wire.MessageFrame, out _));

    [Fact]
    public void Message_GoesOutUnescapedAndAsValidUtf8()
    {
        var frame = ServerCodec.Message(new MessageEvent(MatchId.New(), 7, new PrivateText("éж你<&>\"\n\u2028"), 5, "mac")).ToArray();
        Assert.Equal("""{"type":"message","n":7,"text":"éж你<&>\"\n\u2028","at":5,"mac":"mac"}""", Encoding.UTF8.GetString(frame));
        var broken = ServerCodec.Message(new MessageEvent(MatchId.New(), 7, new PrivateText("half \ud83d pair"), 5, "mac"));
        Assert.True(System.Text.Unicode.Utf8.IsValid(broken.Span));
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("aé", 2)]
    [InlineData("😀", 1)]
    [InlineData("👩‍👩‍👧", 5)]
    public void CodePoints_CountsCodePoints(string text, int count) => Assert.Equal(count, ProtocolLimits.CodePoints(text));

    [Theory]
    [InlineData(4000, true)]
    [InlineData(4001, true)]
    [InlineData(4002, true)]
    [InlineData(4003, true)]
    [InlineData(4400, false)]
    [InlineData(4401, false)]
    [InlineData(4403, false)]
    [InlineData(4408, false)]
    [InlineData(4429, false)]
    public void CloseCode_SaysByItsNumberWhetherToReconnect(int code, bool reconnects)
    {
        Assert.True(Enum.IsDefined((CloseCode)code));
        Assert.Equal(reconnects, ((CloseCode)code).Reconnects());
        Assert.NotEmpty(((CloseCode)code).Reason());
    }
}
