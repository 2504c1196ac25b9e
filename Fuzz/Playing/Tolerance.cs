namespace Whisper.Fuzz.Playing;

/// <summary>
/// What a transport may do that the reference does not, where <c>docs/protocol.md</c> leaves it open. The one list of known differences:
/// ASP.NET Core's WebSocket shows neither pings nor what breaks a rule, so that its transport looks at the headers beneath it,
/// and sees a later frame's broken header before an earlier frame's payload has been handled.
/// </summary>
[Flags]
internal enum Tolerance
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>A frame with a broken header may cost the answers to sound frames right before it.</summary>
    LosesAnswersBeforeAViolation = 1,

    /// <summary>Of two broken rules, a header's may be named although a payload's came first.</summary>
    HeadersFirst = 2,

    /// <summary>That a message is not UTF-8 may be noticed only when a character, or the message, ends.</summary>
    JudgesTextLate = 4,

    /// <summary>All of the above.</summary>
    AspNetCore = LosesAnswersBeforeAViolation | HeadersFirst | JudgesTextLate,
}
