namespace Whisper.LoadTest.Measuring;

/// <summary>What is counted. The names, in camel case, are those of the results.</summary>
internal enum Count
{
    /// <summary>Connections that were begun.</summary>
    Connects,

    /// <summary>Connections that were upgraded.</summary>
    Opened,

    /// <summary>Sessions that began, or were taken up again.</summary>
    Greeted,

    /// <summary>Connections that did not come about: refused, no answer within the patience, or an answer that is no upgrade.</summary>
    ConnectFailures,

    /// <summary>Connections that ended and were not meant to.</summary>
    Drops,

    /// <summary>Sessions taken up again.</summary>
    Resumed,

    /// <summary>Sessions that should have been taken up again, and could not be.</summary>
    NotResumed,

    Searches,

    /// <summary>People who were told of a match: two each.</summary>
    Matched,

    /// <summary>Searches that found nobody.</summary>
    Timeouts,

    ChatsEnded,

    /// <summary>Messages that were to be sent.</summary>
    Intended,

    /// <summary>Messages that were sent, each counted once.</summary>
    Sent,

    /// <summary>Messages sent again.</summary>
    Resent,

    /// <summary>Messages that arrived, each counted once.</summary>
    Received,

    /// <summary>Messages that the server reported as delivered.</summary>
    Delivered,

    /// <summary>Messages that arrived again before they were acknowledged: a protocol with acknowledgements allows it, and the receiver drops them.</summary>
    Redelivered,

    /// <summary>Messages that arrived again although they were acknowledged, or from a server that has no acknowledgements: a violation.</summary>
    Repeated,

    /// <summary>Messages that arrived before one that was sent earlier: a violation.</summary>
    Reordered,

    /// <summary>Messages of somebody who is not the partner, or of another match: a violation.</summary>
    Misdelivered,

    /// <summary>Matches announced to somebody who was in one: a violation.</summary>
    DoubleMatches,

    /// <summary>Error frames.</summary>
    Errors,

    /// <summary>Frames that the server may not send.</summary>
    Unreadable,

    /// <summary>Arrivals for which nobody was free: there were too few users for the rate.</summary>
    Skipped,

    PingsAnswered,
    BytesIn,
    BytesOut,
}

/// <summary>How things are at the moment.</summary>
internal enum Gauge
{
    /// <summary>Open connections whose session has begun.</summary>
    Online,

    Idle,
    Searching,
    Chatting,

    /// <summary>Messages of chats that go on which the server has not reported as delivered.</summary>
    Undelivered,

    /// <summary>Searches that the server has neither taken nor refused.</summary>
    Unanswered,
}

/// <summary>What is timed, in microseconds from the intended time.</summary>
internal enum Latency
{
    /// <summary>From the intended connect to the welcome.</summary>
    Connect,

    /// <summary>From the intended reconnect to the welcome that takes the session up again.</summary>
    Resume,

    /// <summary>From a message's intended time to its arrival at the partner.</summary>
    Message,

    /// <summary>From a search's intended time to the answer that it has begun.</summary>
    SearchTaken,

    /// <summary>From a search's intended time to its exact match: how long people wait.</summary>
    WaitExact,

    /// <summary>The same of matches by overlap.</summary>
    WaitOverlap,

    /// <summary>From the second person's search to the exact match of both: how long the server takes.</summary>
    Decision,
}
