using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Whisper.Gateway.Protocol;
using Whisper.Gateway.Sessions;
using Whisper.Matching;
using Whisper.Tests.Gateway.Support;
using Xunit;

namespace Whisper.Tests.Gateway.Protocol;

/// <summary>The codec against the frames in <c>docs/frames</c>.</summary>
public sealed class GoldenFrameTests
{
    private static readonly Dictionary<string, JsonTypeInfo> ServerTypes = new()
    {
        ["welcome"] = FrameJson.Wire.WelcomeFrame,
        ["searching"] = FrameJson.Wire.SearchingFrame,
        ["match_found"] = FrameJson.Wire.MatchFoundFrame,
        ["match_timeout"] = FrameJson.Wire.MatchTimeoutFrame,
        ["match_cancelled"] = FrameJson.Wire.MatchCancelledFrame,
        ["message"] = FrameJson.Wire.PartnerMessageFrame,
        ["delivered"] = FrameJson.Wire.DeliveredFrame,
        ["typing"] = FrameJson.Wire.PartnerTypingFrame,
        ["partner"] = FrameJson.Wire.PartnerFrame,
        ["chat_ended"] = FrameJson.Wire.ChatEndedFrame,
        ["reported"] = FrameJson.Wire.ReportedFrame,
        ["online"] = FrameJson.Wire.OnlineFrame,
        ["drain"] = FrameJson.Wire.DrainFrame,
        ["error"] = FrameJson.Wire.ErrorFrame,
        ["pong"] = FrameJson.Wire.PongFrame,
    };

    [Fact]
    public void ClientFrames_AreAllRead() => Assert.All(Golden.Read("client.json"), item =>
    {
        var frame = item.GetProperty("frame");
        var utf8 = Encoding.UTF8.GetBytes(frame.GetRawText());
        var type = ClientCodec.Identify(utf8, out var fields);
        Assert.Equal(frame.GetProperty("type").GetString(), type.Wire());
        Assert.True(
            type switch
            {
                ClientFrameType.Hello => ClientCodec.TryRead(utf8, FrameJson.Wire.HelloFrame, out _),
                ClientFrameType.FindMatch => ClientCodec.TryRead(utf8, FrameJson.Wire.FindMatchFrame, out var find)
                    && InterestSet.TryCreate(find.Interests!, out _),
                ClientFrameType.Message => fields.N > 0
                    && fields.TryGetText(new byte[utf8.Length], out var text)
                    && Encoding.UTF8.GetString(text) == frame.GetProperty("text").GetString()
                    && ProtocolLimits.CodePoints(text) <= ProtocolLimits.TextLength,
                ClientFrameType.Ack => fields.N >= 0,
                ClientFrameType.Typing => fields.On is not null,
                ClientFrameType.Report => ClientCodec.TryRead(utf8, FrameJson.Wire.ReportFrame, out var report) && ReportContent.TryCreate(report, out _),
                _ => true,
            },
            item.GetProperty("name").GetString());
    });

    [Fact]
    public void ClientFrames_CoverEveryType() => Assert.Equal(
        Enum.GetValues<ClientFrameType>().Except([ClientFrameType.Bad, ClientFrameType.Unknown]).Select(type => type.Wire()).Order(),
        Golden.Read("client.json").Select(item => item.GetProperty("frame").GetProperty("type").GetString()).Distinct().Order());

    [Fact]
    public void ServerFrames_AreWrittenAsTheFilesHaveThem() => Assert.All(Golden.Read("server.json").Where(IsOurs), item =>
    {
        var frame = item.GetProperty("frame");
        var type = ServerTypes[frame.GetProperty("type").GetString()!];
        var written = JsonSerializer.SerializeToElement(JsonSerializer.Deserialize(frame, type), type);
        Assert.True(JsonElement.DeepEquals(frame, written), $"{item.GetProperty("name")}: {written.GetRawText()}");
        Assert.StartsWith("""{"type":""", written.GetRawText(), StringComparison.Ordinal);
    });

    /// <summary>What a client must bear, but this server never sends.</summary>
    private static bool IsOurs(JsonElement item) => !item.GetProperty("name").GetString()!.Contains("unknown fields", StringComparison.Ordinal);

    [Fact]
    public void ServerFrames_CoverEveryTypeAndCode()
    {
        var frames = Golden.Read("server.json").Select(item => item.GetProperty("frame")).ToList();
        Assert.Equal(ServerTypes.Keys.Order(), frames.Select(frame => frame.GetProperty("type").GetString()!).Distinct().Order());
        Assert.Equal(
            Enum.GetValues<FrameError>().Select(code => code.Wire()).Order(),
            frames.Where(frame => frame.TryGetProperty("code", out _)).Select(frame => frame.GetProperty("code").GetString()!).Distinct().Order());
    }

    [Fact]
    public void Interests_AreNormalisedAsTheFileHasThem() => Assert.All(Golden.Read("interests.json"), item =>
    {
        string?[] interests = [.. item.GetProperty("interests").EnumerateArray().Select(interest => interest.GetString())];
        var expected = item.GetProperty("normalised");
        var accepted = InterestSet.TryCreate(interests!, out var set);
        Assert.True(accepted == (expected.ValueKind != JsonValueKind.Null), item.GetRawText());
        if (accepted)
        {
            Assert.Equal(expected.EnumerateArray().Select(interest => interest.GetString()).Order(StringComparer.Ordinal), set!.Values);
        }
    });
}
