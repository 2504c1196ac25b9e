using System.Collections.Immutable;
using System.Text.Json;
using Whisper.Delivery;
using Whisper.Matching;
using Whisper.Rooms;

namespace Whisper.Gateway.Protocol;

/// <summary>Encodes server frames, each once, into the bytes that every transport sends as they are.</summary>
internal static class ServerCodec
{
    /// <summary><c>pong</c></summary>
    public static ReadOnlyMemory<byte> Pong { get; } = JsonSerializer.SerializeToUtf8Bytes(new PongFrame(), FrameJson.Wire.PongFrame);

    /// <summary><c>match_cancelled</c></summary>
    public static ReadOnlyMemory<byte> MatchCancelled { get; } =
        JsonSerializer.SerializeToUtf8Bytes(new MatchCancelledFrame(), FrameJson.Wire.MatchCancelledFrame);

    /// <summary><c>welcome</c></summary>
    public static ReadOnlyMemory<byte> Welcome(WelcomeFrame frame) => JsonSerializer.SerializeToUtf8Bytes(frame, FrameJson.Wire.WelcomeFrame);

    /// <summary><c>searching</c></summary>
    public static ReadOnlyMemory<byte> Searching(Tier tier, long waitedMs, MatchingOptions clock) => JsonSerializer.SerializeToUtf8Bytes(
        new SearchingFrame((int)tier, waitedMs, (long)clock.Tier2After.TotalMilliseconds, (long)clock.Timeout.TotalMilliseconds),
        FrameJson.Wire.SearchingFrame);

    /// <summary><c>match_found</c></summary>
    public static ReadOnlyMemory<byte> MatchFound(MatchId match, Tier tier, ImmutableArray<string> shared) =>
        JsonSerializer.SerializeToUtf8Bytes(new MatchFoundFrame(match.ToString(), (int)tier, shared), FrameJson.Wire.MatchFoundFrame);

    /// <summary><c>match_timeout</c></summary>
    public static ReadOnlyMemory<byte> MatchTimeout(long waitedMs) =>
        JsonSerializer.SerializeToUtf8Bytes(new MatchTimeoutFrame(waitedMs), FrameJson.Wire.MatchTimeoutFrame);

    /// <summary><c>message</c>, of one that did not come packed.</summary>
    public static ReadOnlyMemory<byte> Message(MessageEvent message) => JsonSerializer.SerializeToUtf8Bytes(
        new PartnerMessageFrame(message.N, message.Text.Value, message.AtMs, message.Mac), FrameJson.Wire.PartnerMessageFrame);

    /// <summary><c>typing</c></summary>
    public static ReadOnlyMemory<byte> Typing(bool on) => on ? TypingOn : TypingOff;

    /// <summary><c>partner</c></summary>
    public static ReadOnlyMemory<byte> Partner(bool away, long graceMs) => JsonSerializer.SerializeToUtf8Bytes(
        new PartnerFrame(away ? "away" : "back", away ? graceMs : null), FrameJson.Wire.PartnerFrame);

    /// <summary><c>chat_ended</c></summary>
    public static ReadOnlyMemory<byte> ChatEnded(ChatEndReason reason) => JsonSerializer.SerializeToUtf8Bytes(
        new ChatEndedFrame(reason switch
        {
            ChatEndReason.YouLeft => "you_left",
            ChatEndReason.PartnerLeft => "partner_left",
            ChatEndReason.PartnerLost => "partner_lost",
            _ => "moderated",
        }),
        FrameJson.Wire.ChatEndedFrame);

    /// <summary><c>reported</c></summary>
    public static ReadOnlyMemory<byte> Reported(string caseId) => JsonSerializer.SerializeToUtf8Bytes(new ReportedFrame(caseId), FrameJson.Wire.ReportedFrame);

    /// <summary><c>online</c></summary>
    public static ReadOnlyMemory<byte> Online(int count) => JsonSerializer.SerializeToUtf8Bytes(new OnlineFrame(count), FrameJson.Wire.OnlineFrame);

    /// <summary><c>drain</c></summary>
    public static ReadOnlyMemory<byte> Drain(long reconnectInMs) => JsonSerializer.SerializeToUtf8Bytes(new DrainFrame(reconnectInMs), FrameJson.Wire.DrainFrame);

    /// <summary><c>error</c></summary>
    public static ReadOnlyMemory<byte> Error(FrameError code, ClientFrameType? re = null, long? retryAfterMs = null, long? expected = null) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new ErrorFrame(code.Wire(), code.Sentence(), re?.Wire(), retryAfterMs, expected), FrameJson.Wire.ErrorFrame);

    private static readonly byte[] TypingOn = JsonSerializer.SerializeToUtf8Bytes(new PartnerTypingFrame(true), FrameJson.Wire.PartnerTypingFrame);
    private static readonly byte[] TypingOff = JsonSerializer.SerializeToUtf8Bytes(new PartnerTypingFrame(false), FrameJson.Wire.PartnerTypingFrame);
}
