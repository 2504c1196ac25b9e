namespace Whisper.Gateway.Protocol;

/// <summary>Every code of an <c>error</c> frame. An error never ends the connection; a <see cref="CloseCode"/> does.</summary>
internal enum FrameError
{
    /// <summary>Not a JSON object with a type, or a field that is missing or of the wrong kind.</summary>
    BadFrame,

    /// <summary>A type that the protocol does not have.</summary>
    UnknownType,

    /// <summary>The first frame must be hello.</summary>
    HelloRequired,

    /// <summary>The frame is not taken in this state; nothing changed.</summary>
    InvalidState,

    /// <summary>Not 2 to 5 distinct interests as the rules have them.</summary>
    InvalidInterests,

    /// <summary>More than 2,000 code points.</summary>
    MessageTooLong,

    /// <summary>An earlier message is missing; <c>expected</c> says which.</summary>
    MessageGap,

    /// <summary>The message holds a term that is blocked here; it was not passed on and does not count.</summary>
    ContentBlocked,

    /// <summary>Too much in too short a time; <c>retryAfterMs</c> says when again.</summary>
    RateLimited,

    /// <summary>The session was banned.</summary>
    Banned,

    /// <summary>The service is too busy; try again.</summary>
    Overloaded,

    /// <summary>Something went wrong here.</summary>
    Internal,
}

/// <summary>How error codes look on the wire.</summary>
internal static class FrameErrors
{
    /// <summary>The code as the protocol writes it.</summary>
    public static string Wire(this FrameError code) => code switch
    {
        FrameError.BadFrame => "bad_frame",
        FrameError.UnknownType => "unknown_type",
        FrameError.HelloRequired => "hello_required",
        FrameError.InvalidState => "invalid_state",
        FrameError.InvalidInterests => "invalid_interests",
        FrameError.MessageTooLong => "message_too_long",
        FrameError.MessageGap => "message_gap",
        FrameError.ContentBlocked => "content_blocked",
        FrameError.RateLimited => "rate_limited",
        FrameError.Banned => "banned",
        FrameError.Overloaded => "overloaded",
        _ => "internal",
    };

    /// <summary>A sentence for people; never what the client sent.</summary>
    public static string Sentence(this FrameError code) => code switch
    {
        FrameError.BadFrame => "This is not a frame of the protocol.",
        FrameError.UnknownType => "There is no frame of this type.",
        FrameError.HelloRequired => "Say hello first.",
        FrameError.InvalidState => "This cannot be done now.",
        FrameError.InvalidInterests => "Choose 2 to 5 different interests of 1 to 32 letters, digits, spaces or & + - ' . #",
        FrameError.MessageTooLong => "A message has at most 2,000 characters.",
        FrameError.MessageGap => "An earlier message is missing.",
        FrameError.ContentBlocked => "This message holds something that is not allowed here.",
        FrameError.RateLimited => "Too fast. Try again in a moment.",
        FrameError.Banned => "You are banned.",
        FrameError.Overloaded => "The service is busy. Try again in a moment.",
        _ => "Something went wrong.",
    };
}
