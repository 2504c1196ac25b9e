using System.Collections.Immutable;
using Whisper.Delivery;
using Whisper.Grains.Moderation;
using Whisper.Matching;
using Whisper.Moderation;
using Whisper.Rooms;
using Whisper.Sessions;
using Whisper.Tests.Moderation;
using Xunit;

namespace Whisper.Tests.Privacy;

/// <summary>An exception or a future log line may print any of these; they must refuse to tell.</summary>
public sealed class PrivateTypesTests
{
    private const string Canary = "cnryprinted";

    public static TheoryData<object> Holders
    {
        get
        {
            var text = new PrivateText(Canary);
            InterestSet.TryCreate([Canary, "chess"], out var set);
            ImmutableArray<string> shared = [Canary];
            var report = Reports.New() with { Note = text, Messages = [new QuotedMessage(1, text, 1)] };
            return
            [
                text,
                set!,
                new MessageEvent(MatchId.New(), 1, text, 1, "mac"),
                new MatchFoundEvent(MatchId.New(), Tier.Exact, shared),
                new Post(SessionId.New(), 1, text),
                new OpenRoom(Tier.Exact, shared, new OpenSeat(SessionId.New(), default), new OpenSeat(SessionId.New(), default)),
                new Evidence(1, text, 1, "mac"),
                Reports.Filing(new EvidenceSigner(new byte[32]), (1, Canary)) with { Note = text },
                report,
                report.Messages[0],
            ];
        }
    }

    [Theory]
    [MemberData(nameof(Holders), DisableDiscoveryEnumeration = true)]
    public void ToString_OfWhatHoldsPrivateText_KeepsItBack(object holder) => Assert.DoesNotContain(Canary, $"{holder}", StringComparison.Ordinal);
}
