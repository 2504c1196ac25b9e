using System.Collections.Immutable;
using Whisper.Moderation;
using Whisper.Rooms;
using Whisper.Sessions;

namespace Whisper.Grains.Moderation;

/// <summary>A report as it is kept. What people wrote is in <see cref="PrivateText"/>, so that no log line shows it.</summary>
public sealed record StoredReport
{
    /// <summary>The filing's id; one filing is stored once.</summary>
    public required Guid Id { get; init; }

    /// <summary>See <see cref="CaseId"/>.</summary>
    public required string Case { get; init; }

    /// <summary>When it was filed, to the millisecond.</summary>
    public required DateTimeOffset FiledAt { get; init; }

    /// <summary>Who reports.</summary>
    public required SessionId Reporter { get; init; }

    /// <summary>Who is reported.</summary>
    public required SessionId Reported { get; init; }

    /// <summary>The chat.</summary>
    public required MatchId Match { get; init; }

    /// <summary>Why.</summary>
    public required ReportReason Reason { get; init; }

    /// <summary>The reporter's words.</summary>
    public PrivateText? Note { get; init; }

    /// <summary>What the reported person wrote, in order; each seal was checked.</summary>
    public required ImmutableArray<QuotedMessage> Messages { get; init; }
}

/// <summary>One message of the reported person.</summary>
/// <param name="N">Its number among this sender's messages.</param>
/// <param name="Text">What it says.</param>
/// <param name="AtMs">When the server took it, in Unix milliseconds.</param>
public sealed record QuotedMessage(long N, PrivateText Text, long AtMs);
