using Whisper.LoadTest.Adapters;

namespace Whisper.LoadTest.Wire;

/// <summary>The frames that a Whisper gateway sends.</summary>
internal enum FrameType : byte
{
    Unknown,
    Welcome,
    Searching,
    MatchFound,
    MatchTimeout,
    MatchCancelled,
    Message,
    Delivered,
    Typing,
    Partner,
    ChatEnded,
    Reported,
    Online,
    Drain,
    Error,
    Pong,
}

/// <summary>A frame of a Whisper gateway, its texts where they lie: valid as long as the buffer that it was read from.</summary>
internal ref struct ServerFrame
{
    public FrameType Type;
    public ReadOnlySpan<byte> Token;
    public ReadOnlySpan<byte> Match;
    public ReadOnlySpan<byte> Text;
    public ReadOnlySpan<byte> Code;
    public ReadOnlySpan<byte> About;
    public ReadOnlySpan<byte> Chat;
    public PersonState State;
    public bool Resumed;
    public int Tier;
    public long Number;
    public long Expected;
    public long RetryAfterMs;
    public long ReconnectInMs;

    /// <summary>Reads one; false when it is no JSON object.</summary>
    public bool Read(ReadOnlySpan<byte> json)
    {
        var fields = new JsonFields(json);
        while (fields.Next())
        {
            Field(ref fields);
        }

        return !fields.IsBroken;
    }

    private void Field(ref JsonFields field)
    {
        switch (field.Name.Length)
        {
            case 1 when field.Name[0] == 'n':
                Number = field.Number;
                break;
            case 4 when field.Name.SequenceEqual("type"u8):
                Type = TypeOf(field.Value);
                break;
            case 4 when field.Name.SequenceEqual("text"u8):
                Text = field.Value;
                break;
            case 4 when field.Name.SequenceEqual("tier"u8):
                Tier = (int)field.Number;
                break;
            case 4 when field.Name.SequenceEqual("code"u8):
                Code = field.Value;
                break;
            case 4 when field.Name.SequenceEqual("chat"u8):
                Chat = field.Value;
                break;
            case 2 when field.Name.SequenceEqual("re"u8):
                About = field.Value;
                break;
            case 5 when field.Name.SequenceEqual("match"u8):
                Match = field.Value;
                break;
            case 5 when field.Name.SequenceEqual("token"u8):
                Token = field.Value;
                break;
            case 5 when field.Name.SequenceEqual("state"u8):
                State = StateOf(field.Value);
                break;
            case 7 when field.Name.SequenceEqual("resumed"u8):
                Resumed = field.IsTrue;
                break;
            case 8 when field.Name.SequenceEqual("expected"u8):
                Expected = field.Number;
                break;
            case 12 when field.Name.SequenceEqual("retryAfterMs"u8):
                RetryAfterMs = field.Number;
                break;
            case 13 when field.Name.SequenceEqual("reconnectInMs"u8):
                ReconnectInMs = field.Number;
                break;
        }
    }

    // a partner's state, away or back, is nobody's own
    private static PersonState StateOf(ReadOnlySpan<byte> text) =>
        text.SequenceEqual("idle"u8) ? PersonState.Idle
        : text.SequenceEqual("searching"u8) ? PersonState.Searching
        : text.SequenceEqual("chatting"u8) ? PersonState.Chatting
        : PersonState.Away;

    private static FrameType TypeOf(ReadOnlySpan<byte> type) =>
        type.SequenceEqual("message"u8) ? FrameType.Message
        : type.SequenceEqual("delivered"u8) ? FrameType.Delivered
        : type.SequenceEqual("online"u8) ? FrameType.Online
        : type.SequenceEqual("typing"u8) ? FrameType.Typing
        : type.SequenceEqual("welcome"u8) ? FrameType.Welcome
        : type.SequenceEqual("searching"u8) ? FrameType.Searching
        : type.SequenceEqual("match_found"u8) ? FrameType.MatchFound
        : type.SequenceEqual("chat_ended"u8) ? FrameType.ChatEnded
        : type.SequenceEqual("match_timeout"u8) ? FrameType.MatchTimeout
        : type.SequenceEqual("match_cancelled"u8) ? FrameType.MatchCancelled
        : type.SequenceEqual("partner"u8) ? FrameType.Partner
        : type.SequenceEqual("error"u8) ? FrameType.Error
        : type.SequenceEqual("drain"u8) ? FrameType.Drain
        : type.SequenceEqual("reported"u8) ? FrameType.Reported
        : type.SequenceEqual("pong"u8) ? FrameType.Pong
        : FrameType.Unknown;
}
