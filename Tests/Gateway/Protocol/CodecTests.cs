using System.Buffers.Text;
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
    public void ChatFields_ThatAreNotAsTheyShouldBe_AreNotThere(string text)
    {
        ClientCodec.Identify(Encoding.UTF8.GetBytes(text), out var fields);
        Assert.False(fields.N is not null && fields.TryGetText(new byte[text.Length], out _));
    }

    [Theory]
    [InlineData("""{"type":"message","n":1,"text":"x"}""", "x")]
    [InlineData("""{"n":1,"text":"x","type":"message"}""", "x")]
    [InlineData("""{"text":[{"text":"z"}],"n":1,"te\u0078t":"x","type":"message"}""", "x")]
    [InlineData("""{"type":"message","n":7,"n": 1 ,"text":"y","text":"\u0078\"\ud83d\udc4b\n"}""", "x\"👋\n")]
    [InlineData("""{"type":"message","n":1,"text":""}""", "")]
    public void ChatFields_OfAMessage_AreItsLastOnes(string json, string text)
    {
        Assert.Equal(ClientFrameType.Message, ClientCodec.Identify(Encoding.UTF8.GetBytes(json), out var fields));
        Assert.True(fields.TryGetText(new byte[json.Length], out var utf8));
        Assert.Equal((1, text), (fields.N, Encoding.UTF8.GetString(utf8)));
    }

    [Fact]
    public void Message_OfAnyText_IsWhatTheJsonWriterMakesOfIt() => Gen.Select(Gen.String, Gen.Long, Gen.Byte.Array[16]).Sample((text, n, seal) =>
    {
        // as it comes: half a surrogate pair is no longer one
        var utf8 = Encoding.UTF8.GetBytes(text);
        var frame = new byte[ChatFrames.MostBytes];
        var length = ChatFrames.Message(frame, n, utf8, n, seal);
        var expected = ServerCodec.Message(new MessageEvent(default, n, new PrivateText(Encoding.UTF8.GetString(utf8)), n, Base64Url.EncodeToString(seal)));
        Assert.Equal(expected.Span, frame.AsSpan(0, length));
    });

    [Fact]
    public void Delivered_IsWrittenAsTheFileHasIt()
    {
        var frame = ChatFrames.Scratch;
        Assert.Equal("""{"type":"delivered","n":3}""", Encoding.UTF8.GetString(frame[..ChatFrames.Delivered(frame, 3)]));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData(" \n\u3000\u2028", true)]
    [InlineData("  x", false)]
    [InlineData("\u200b", false)]
    public void IsBlank_KnowsAllWhiteSpace(string text, bool blank)
    {
        Assert.Equal(blank, ProtocolLimits.IsBlank(Encoding.UTF8.GetBytes(text)));
        Assert.Equal(string.IsNullOrWhiteSpace(text), blank);
    }

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
    public void CodePoints_CountsCodePoints(string text, int count)
    {
        Assert.Equal(count, ProtocolLimits.CodePoints(text));
        Assert.Equal(count, ProtocolLimits.CodePoints(Encoding.UTF8.GetBytes(text)));
    }

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
