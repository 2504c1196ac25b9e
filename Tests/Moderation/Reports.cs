using System.Collections.Immutable;
using Whisper.Grains.Moderation;
using Whisper.Moderation;
using Whisper.Rooms;
using Whisper.Sessions;

namespace Whisper.Tests.Moderation;

/// <summary>Reports to test with.</summary>
internal static class Reports
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static StoredReport New(DateTimeOffset? filedAt = null, ReportReason reason = ReportReason.Spam, string? caseId = null) => new()
    {
        Id = Guid.NewGuid(),
        Case = caseId ?? CaseId.Of(Guid.NewGuid()),
        FiledAt = filedAt ?? Noon,
        Reporter = SessionId.New(),
        Reported = SessionId.New(),
        Match = MatchId.New(),
        Reason = reason,
        Note = new PrivateText("näh 🙂"),
        Messages = [new QuotedMessage(2, new PrivateText("second"), 20), new QuotedMessage(3, new PrivateText("third"), 30)],
    };

    public static ReportFiling Filing(IEvidenceSigner signer, params (long N, string Text)[] messages)
    {
        var match = MatchId.New();
        var reported = SessionId.New();
        return new ReportFiling
        {
            Id = Guid.NewGuid(),
            Reporter = SessionId.New(),
            Reported = reported,
            Match = match,
            Reason = ReportReason.Hate,
            Note = new PrivateText("note"),
            Evidence = [.. messages.Select(message => new Evidence(
                message.N, new PrivateText(message.Text), 1000 + message.N, signer.Sign(match, reported, message.N, message.Text, 1000 + message.N)))],
        };
    }

    /// <summary>Equality with the messages' values, which arrays do not have.</summary>
    public static void AssertSame(StoredReport expected, StoredReport? actual)
    {
        Xunit.Assert.NotNull(actual);
        Xunit.Assert.Equal(expected.Messages.AsEnumerable(), actual.Messages);
        Xunit.Assert.Equal(expected with { Messages = [] }, actual with { Messages = ImmutableArray<QuotedMessage>.Empty });
    }
}
