using System.Text;
using System.Text.Json;
using Whisper.LoadTest.Adapters;
using Whisper.LoadTest.Engine;
using Whisper.LoadTest.Wire;
using Whisper.Tests.Gateway.Support;
using Xunit;

namespace Whisper.Tests.LoadTest.Wire;

/// <summary>The load tester reads and writes the frames that servers and web client agree on.</summary>
public sealed class WhisperAdapterTests
{
    private readonly WhisperAdapter _adapter = new();

    public static TheoryData<string> ServerFrames => [.. Golden.Read("server.json").Select(golden => golden.GetProperty("name").GetString()!)];

    [Theory]
    [MemberData(nameof(ServerFrames))]
    public void GoldenFrame_OfAServer_IsReadAsItIs(string name)
    {
        var golden = Golden.Read("server.json").Single(golden => golden.GetProperty("name").GetString() == name).GetProperty("frame");
        var frame = new ServerFrame();
        Assert.True(frame.Read(Encoding.UTF8.GetBytes(golden.GetRawText())));
        Assert.Equal(golden.GetProperty("type").GetString()!.Replace("_", "", StringComparison.Ordinal), frame.Type.ToString(), ignoreCase: true);
        AssertText(golden, "token", frame.Token);
        AssertText(golden, "match", frame.Match);
        AssertText(golden, "text", frame.Text);
        AssertText(golden, "code", frame.Code);
        AssertText(golden, "re", frame.About);
        AssertNumber(golden, "n", frame.Number);
        AssertNumber(golden, "tier", frame.Tier);
        AssertNumber(golden, "expected", frame.Expected);
        AssertNumber(golden, "retryAfterMs", frame.RetryAfterMs);
        AssertNumber(golden, "reconnectInMs", frame.ReconnectInMs);
    }

    [Theory]
    [MemberData(nameof(ServerFrames))]
    public void GoldenFrame_CutOffAnywhere_IsNotReadable(string name)
    {
        var json = Encoding.UTF8.GetBytes(Golden.Read("server.json").Single(golden => golden.GetProperty("name").GetString() == name).GetProperty("frame").GetRawText());
        for (var length = 0; length < json.Length; length++)
        {
            Assert.False(new ServerFrame().Read(json.AsSpan(0, length)));
        }
    }

    [Fact]
    public void Fields_OfNestedAndEscapedValues_AreSkippedOver()
    {
        var fields = new JsonFields(""" { "a" : {"x":"}\"]", "y":[1,{"z":2}]} , "b":"q\"\\", "c" : -12.5,"d":null , "e":[] } """u8);
        var seen = new List<string>();
        while (fields.Next())
        {
            seen.Add($"{Encoding.UTF8.GetString(fields.Name)} {fields.Kind} {Encoding.UTF8.GetString(fields.Value)}");
        }

        Assert.False(fields.IsBroken);
        Assert.Equal(["""a Nested {"x":"}\"]", "y":[1,{"z":2}]}""", """b Text q\"\\""", "c Number -12.5", "d Word null", "e Nested []"], seen);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[1]")]
    [InlineData("{\"a\"}")]
    [InlineData("{\"a\":}")]
    [InlineData("{\"a\":\"b")]
    [InlineData("{\"a\":{\"b\":1}")]
    public void Fields_OfWhatIsNoObject_AreBroken(string json)
    {
        var fields = new JsonFields(Encoding.UTF8.GetBytes(json));
        while (fields.Next())
        {
        }

        Assert.True(fields.IsBroken);
    }

    [Fact]
    public void Frames_OfTheClient_AreTheGoldenOnes()
    {
        AssertGolden("hello: a new session", frames => _adapter.Hello(frames, default, 0));
        AssertGolden("hello: resume a chat", frames => _adapter.Hello(frames, "k3vX9pQ2mB7t"u8, 17));
        AssertGolden("find_match: two interests", frames => _adapter.Find(frames, [(byte[])[.. "chess"u8], [.. "rock music"u8]]));
        AssertGolden("ack", frames => _adapter.Acknowledge(frames, 17));
        AssertGolden("typing: on", frames => _adapter.Typing(frames, on: true));
        AssertGolden("typing: off", frames => _adapter.Typing(frames, on: false));
        AssertGolden("leave", _adapter.Leave);
    }

    [Fact]
    public void Message_HoldsItsNumberAndText()
    {
        var message = Written(frames => _adapter.Say(frames, 2_147_483_647, "hello"u8));
        Assert.Equal(("message", 2_147_483_647, "hello"), (message.GetProperty("type").GetString(), message.GetProperty("n").GetInt64(), message.GetProperty("text").GetString()));
    }

    [Theory]
    [InlineData(44)]
    [InlineData(128)]
    [InlineData(2_000)]
    public void Text_OfAnyLength_TellsWhatItWasMadeFrom(int length)
    {
        var text = new byte[length];
        var message = new MessageText(uint.MaxValue, 17, 3, long.MaxValue);
        message.Write(text);
        Assert.True(MessageText.TryRead(text, out var read));
        Assert.Equal(message, read);
        Assert.All(text, octet => Assert.InRange(octet, (byte)' ', (byte)'z'));
        Assert.DoesNotContain((byte)'"', text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello there, how are you today my friend of old")]
    public void Text_OfSomebodyElse_IsNotRead(string text) => Assert.False(MessageText.TryRead(Encoding.ASCII.GetBytes(text), out _));

    private static void AssertGolden(string name, Action<FrameWriter> write)
    {
        var golden = Golden.Read("client.json").Single(golden => golden.GetProperty("name").GetString() == name).GetProperty("frame");
        Assert.True(JsonElement.DeepEquals(golden, Written(write)), name);
    }

    private static JsonElement Written(Action<FrameWriter> write)
    {
        var frames = new FrameWriter(1);
        write(frames);
        var bytes = frames.Written.ToArray();
        var start = (bytes[1] & 0x7F) == 126 ? 4 : 2;
        Masking.Apply(bytes.AsSpan(start + 4), BitConverter.ToUInt32(bytes, start));
        return JsonSerializer.Deserialize<JsonElement>(bytes.AsSpan(start + 4));
    }

    private static void AssertText(JsonElement golden, string field, ReadOnlySpan<byte> actual)
    {
        // texts stay as they lie in the frame, escapes included
        var raw = golden.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String ? value.GetRawText()[1..^1] : "";
        Assert.Equal(raw, Encoding.UTF8.GetString(actual));
    }

    private static void AssertNumber(JsonElement golden, string field, long actual) => Assert.Equal(golden.TryGetProperty(field, out var value) ? value.GetInt64() : 0, actual);
}
