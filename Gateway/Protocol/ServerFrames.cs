using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Whisper.Gateway.Protocol;

// The frames that a gateway sends; fields appear on the wire in the order given here, a null field not at all.

internal abstract record ServerFrame([property: JsonPropertyOrder(-1)] string Type);

internal sealed record WelcomeLimits(int InterestsMin, int InterestsMax, int InterestLength, int TextLength, int FrameBytes, long GraceMs);

internal sealed record WelcomeChat(string Match, int Tier, ImmutableArray<string> Shared, long Accepted, long Received);

internal sealed record WelcomeFrame(string Session, string Token, bool Resumed, string State, int Online, WelcomeLimits Limits, WelcomeChat? Chat)
    : ServerFrame("welcome");

internal sealed record SearchingFrame(int Tier, long WaitedMs, long Tier2AtMs, long TimeoutAtMs) : ServerFrame("searching");

internal sealed record MatchFoundFrame(string Match, int Tier, ImmutableArray<string> Shared) : ServerFrame("match_found");

internal sealed record MatchTimeoutFrame(long WaitedMs) : ServerFrame("match_timeout");

internal sealed record MatchCancelledFrame() : ServerFrame("match_cancelled");

internal sealed record PartnerMessageFrame(long N, string Text, long At, string Mac) : ServerFrame("message");

internal sealed record DeliveredFrame(long N) : ServerFrame("delivered");

internal sealed record PartnerTypingFrame(bool On) : ServerFrame("typing");

internal sealed record PartnerFrame(string State, long? GraceMs) : ServerFrame("partner");

internal sealed record ChatEndedFrame(string Reason) : ServerFrame("chat_ended");

internal sealed record ReportedFrame(string Case) : ServerFrame("reported");

internal sealed record OnlineFrame(int Count) : ServerFrame("online");

internal sealed record DrainFrame(long ReconnectInMs) : ServerFrame("drain");

internal sealed record ErrorFrame(string Code, string Message, string? Re, long? RetryAfterMs, long? Expected) : ServerFrame("error");

internal sealed record PongFrame() : ServerFrame("pong");
