namespace Whisper.Chaos.Histories;

/// <summary>What can happen to a person, as their client sees it.</summary>
public enum EventKind
{
    /// <summary>Greeted as a new session; Name: the session.</summary>
    Begun,

    /// <summary>Greeted with the session that it had; Name: the session.</summary>
    Resumed,

    /// <summary>The connection is gone; N: the close code.</summary>
    Lost,

    /// <summary>The first attempt after a loss begins.</summary>
    Reconnecting,

    /// <summary>Told never to come back; N: the close code.</summary>
    Stopped,

    /// <summary>Asked for a partner.</summary>
    Asked,

    /// <summary>Told of the search; N: the tier, Other: how long it has lasted, in milliseconds.</summary>
    Searching,

    /// <summary>The search was refused; Name: the error.</summary>
    Refused,

    /// <summary>Told of a match; Name: the match, N: the tier.</summary>
    Matched,

    /// <summary>Told that nobody was found.</summary>
    TimedOut,

    /// <summary>Found its search gone after a resume, without having been told how it ended.</summary>
    SearchGone,

    /// <summary>Wanted to say something, at this time; Name: the match, N: its number.</summary>
    Sent,

    /// <summary>Told that the partner has everything up to N; Name: the match.</summary>
    Delivered,

    /// <summary>Showed a message; Name: the match, N: the frame's number, Other: the number that the text itself gives, Peer: the person that it gives, Said: the match that it gives.</summary>
    Shown,

    /// <summary>A message came before the one in front of it; Name: the match, N: its number.</summary>
    Gap,

    /// <summary>Wants to leave; Name: the match.</summary>
    Leaving,

    /// <summary>Told of the end; Name: the match, Said: the reason.</summary>
    Ended,

    /// <summary>Learnt from a greeting that the chat is over; Name: the match, N: 1 when the session was still known.</summary>
    EndedUnseen,

    /// <summary>Told that the partner is away; Name: the match.</summary>
    Away,

    /// <summary>Told that the partner is back; Name: the match.</summary>
    Back,

    /// <summary>Filed a report; Name: the match.</summary>
    Reporting,

    /// <summary>Told that it is stored; Name: the match, Said: the case.</summary>
    Reported,

    /// <summary>Any other error; Name: its code, Said: what it answers.</summary>
    Error,

    /// <summary>Goes away for good, of its own will.</summary>
    Retired,
}
