using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Whisper.Gateway.Protocol;
using Whisper.Moderation;

namespace Whisper.Gateway.Sessions;

/// <summary>A report frame whose fields are as the protocol has them.</summary>
internal sealed record ReportContent(ReportReason Reason, PrivateText? Note, ImmutableArray<Evidence> Evidence)
{
    private const int MacLength = 256;

    /// <summary>Checks a frame's fields; whether the evidence is genuine is for the report desk to say.</summary>
    public static bool TryCreate(ReportFrame frame, [NotNullWhen(true)] out ReportContent? content)
    {
        content = null;
        IReadOnlyList<EvidenceItem?> evidence = frame.Evidence ?? [];
        if (ReasonOf(frame.Reason) is not { } reason
            || (frame.Note is not null && ProtocolLimits.CodePoints(frame.Note) > ProtocolLimits.NoteLength)
            || evidence.Count > ProtocolLimits.EvidenceCount
            || !evidence.All(IsSound))
        {
            return false;
        }

        content = new ReportContent(
            reason,
            frame.Note is null ? null : new PrivateText(frame.Note),
            [.. evidence.Select(item => new Evidence(item!.N, new PrivateText(item.Text), item.At, item.Mac))]);
        return true;
    }

    private static bool IsSound(EvidenceItem? item) =>
        item is { N: >= 1, At: >= 0, Mac.Length: > 0 and <= MacLength } && ProtocolLimits.CodePoints(item.Text) <= ProtocolLimits.TextLength;

    private static ReportReason? ReasonOf(string wire) => wire switch
    {
        "harassment" => ReportReason.Harassment,
        "hate" => ReportReason.Hate,
        "sexual" => ReportReason.Sexual,
        "minor_safety" => ReportReason.MinorSafety,
        "spam" => ReportReason.Spam,
        "self_harm" => ReportReason.SelfHarm,
        "other" => ReportReason.Other,
        _ => null,
    };
}
