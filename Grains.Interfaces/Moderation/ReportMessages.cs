using System.Collections.Immutable;
using Whisper.Rooms;
using Whisper.Sessions;

namespace Whisper.Moderation;

/// <summary>Why somebody is reported. Wire names are in snake case.</summary>
[GenerateSerializer, Alias("whisper.report-reason")]
public enum ReportReason
{
    /// <summary>harassment</summary>
    Harassment = 0,

    /// <summary>hate</summary>
    Hate = 1,

    /// <summary>sexual</summary>
    Sexual = 2,

    /// <summary>minor_safety</summary>
    MinorSafety = 3,

    /// <summary>spam</summary>
    Spam = 4,

    /// <summary>self_harm</summary>
    SelfHarm = 5,

    /// <summary>other</summary>
    Other = 6,
}

/// <summary>A partner's message, as the server once delivered it.</summary>
[GenerateSerializer, Immutable, Alias("whisper.evidence")]
public sealed record Evidence([property: Id(0)] long N, [property: Id(1)] PrivateText Text, [property: Id(2)] long AtMs, [property: Id(3)] string Mac);

/// <summary>A report by one participant of a chat about the other.</summary>
[GenerateSerializer, Immutable, Alias("whisper.report-filing")]
public sealed record ReportFiling
{
    /// <summary>Drawn by the gateway, so that a repeated call stores one report.</summary>
    [Id(0)] public required Guid Id { get; init; }

    /// <summary>Who reports.</summary>
    [Id(1)] public required SessionId Reporter { get; init; }

    /// <summary>Who is reported: the sender of the evidence.</summary>
    [Id(2)] public required SessionId Reported { get; init; }

    /// <summary>The chat.</summary>
    [Id(3)] public required MatchId Match { get; init; }

    /// <summary>Why.</summary>
    [Id(4)] public required ReportReason Reason { get; init; }

    /// <summary>The reporter's words, up to 500 code points.</summary>
    [Id(5)] public PrivateText? Note { get; init; }

    /// <summary>Up to 20 of the partner's messages.</summary>
    [Id(6)] public ImmutableArray<Evidence> Evidence { get; init; } = [];
}

/// <summary>What became of a report.</summary>
[GenerateSerializer, Alias("whisper.report-outcome")]
public enum ReportOutcome
{
    /// <summary>Durably stored under <see cref="ReportResult.Case"/>.</summary>
    Stored = 0,

    /// <summary>A piece of evidence is not what the server delivered; nothing was stored.</summary>
    EvidenceRefused = 1,

    /// <summary>The store is not available; nothing was stored, try again.</summary>
    Unavailable = 2,
}

/// <summary>The answer to a report.</summary>
[GenerateSerializer, Immutable, Alias("whisper.report-result")]
public readonly record struct ReportResult([property: Id(0)] ReportOutcome Outcome, [property: Id(1)] string? Case);
