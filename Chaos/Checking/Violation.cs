namespace Whisper.Chaos.Checking;

/// <summary>A promise that can be broken.</summary>
public enum Promise
{
    /// <summary>A message that its sender saw delivered was shown.</summary>
    NothingLost,

    /// <summary>No message was shown twice.</summary>
    NothingTwice,

    /// <summary>Messages were shown in their order, to whom they were meant for.</summary>
    InOrder,

    /// <summary>No chat ended unless somebody left it or was away for too long.</summary>
    NoEndWithoutCause,

    /// <summary>Nobody was in two matches, and the two of a match agree on it.</summary>
    OneMatch,

    /// <summary>Every search was answered, changed its tier and ended in time.</summary>
    SearchesInTime,

    /// <summary>No search was answered twice.</summary>
    AnsweredOnce,

    /// <summary>Every report that was acknowledged is stored once.</summary>
    ReportsOnce,

    /// <summary>Every match that was made and ended caused one event each.</summary>
    EventsOnce,

    /// <summary>Whatever was said in a chat that goes on was shown in the end.</summary>
    NothingStuck,
}

/// <summary>A promise that was broken.</summary>
/// <param name="Promise">Which one.</param>
/// <param name="Person">To whom; 0 when to nobody in particular.</param>
/// <param name="At">When, in microseconds of the histories' clock.</param>
/// <param name="What">What happened.</param>
public sealed record Violation(Promise Promise, int Person, long At, string What);
