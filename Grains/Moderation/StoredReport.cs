using System.Collections.Immutable;
using Whisper.Grains.Events;
using Whisper.Moderation;
using Whisper.Rooms;
using Whisper.Sessions;

namespace Whisper.Grains.Moderation;

/// <summary>A report as it travels and is kept. What people wrote is in <see cref="PrivateText"/>, so that no log line shows it.</summary>
[GenerateSerializer, Immutable, Alias("whisper.stored-report")]
public sealed record StoredReport : IStreamedMessage
{
    /// <summary>The filing's id; one filing is stored once.</summary>
    [Id(0)] public required Guid Id { get; init; }

    /// <summary>See <see cref="CaseId"/>.</summary>
    [Id(1)] public required string Case { get; init; }

    /// <summary>When it was filed, to the millisecond.</summary>
    [Id(2)] public required DateTimeOffset FiledAt { get; init; }

    /// <summary>Who reports.</summary>
    [Id(3)] public required SessionId Reporter { get; init; }

    /// <summary>Who is reported.</summary>
    [Id(4)] public required SessionId Reported { get; init; }

    /// <summary>The chat.</summary>
    [Id(5)] public required MatchId Match { get; init; }

    /// <summary>Why.</summary>
    [Id(6)] public required ReportReason Reason { get; init; }

    /// <summary>The reporter's words.</summary>
    [Id(7)] public PrivateText? Note { get; init; }

    /// <summary>What the reported person wrote, in order; each seal was checked.</summary>
    [Id(8)] public required ImmutableArray<QuotedMessage> Messages { get; init; }

    /// <inheritdoc />
    public string MessageId => $"report-{Id:N}";
}

/// <summary>One message of the reported person.</summary>
/// <param name="N">Its number among this sender's messages.</param>
/// <param name="Text">What it says.</param>
/// <param name="AtMs">When the server took it, in Unix milliseconds.</param>
[GenerateSerializer, Immutable, Alias("whisper.quoted-message")]
public sealed record QuotedMessage([property: Id(0)] long N, [property: Id(1)] PrivateText Text, [property: Id(2)] long AtMs);
