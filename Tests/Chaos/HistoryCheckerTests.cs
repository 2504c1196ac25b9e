using Whisper.Chaos.Checking;
using Whisper.Chaos.Histories;
using Xunit;

namespace Whisper.Tests.Chaos;

/// <summary>The checker finds each kind of broken promise, and nothing in a history that is as it should be.</summary>
public sealed class HistoryCheckerTests
{
    [Fact]
    public void GoodChat_IsClean()
    {
        Script.Chat().IsClean();
        Script.Chat()
            .Add(1, 5, EventKind.Leaving, "m").Add(1, 5.1, EventKind.Ended, "m", said: "you_left").Add(2, 5.1, EventKind.Ended, "m", said: "partner_left")
            .IsClean();
    }

    [Fact]
    public void DeliveredButNeverShown_IsLost() => Script.Chat().Add(1, 5, EventKind.Sent, "m", 3).Add(1, 5.5, EventKind.Delivered, "m", 3)
        .Add(1, 6, EventKind.Leaving, "m").Breaks(Promise.NothingLost);

    [Fact]
    public void SentAndNotDelivered_IsNotLostWhenTheChatEnded() => Script.Chat().Add(1, 5, EventKind.Sent, "m", 3)
        .Add(2, 5, EventKind.Leaving, "m").Add(2, 5.1, EventKind.Ended, "m", said: "you_left").Add(1, 5.1, EventKind.Ended, "m", said: "partner_left").IsClean();

    [Fact]
    public void SentAndNotShownInAChatThatGoesOn_IsStuck() => Script.Chat().Add(1, 5, EventKind.Sent, "m", 3).Breaks(Promise.NothingStuck);

    [Fact]
    public void SameMessageUnderTheNextNumber_IsShownTwice()
    {
        var found = Script.Chat().Shows(2, 5, "m", 3, from: 1, called: 2).Check();
        Assert.Contains(found, violation => violation.Promise == Promise.NothingTwice);
    }

    [Fact]
    public void SkippedMessage_IsOutOfOrder() => Script.Chat().Add(1, 5, EventKind.Sent, "m", 3).Add(1, 5, EventKind.Sent, "m", 4)
        .Shows(2, 5.1, "m", 4, from: 1).Add(1, 6, EventKind.Leaving, "m").Breaks(Promise.InOrder);

    [Fact]
    public void MessageOfAnotherMatch_IsOutOfOrder() => Script.Chat().Shows(2, 5, "m", 3, from: 1, said: "other").Breaks(Promise.InOrder);

    [Fact]
    public void MessageOfAStranger_IsOutOfOrder() => Script.Chat().Shows(2, 5, "m", 3, from: 7).Breaks(Promise.InOrder);

    [Theory]
    [InlineData("you_left")]
    [InlineData("partner_left")]
    [InlineData("partner_lost")]
    [InlineData("moderated")]
    public void EndThatNobodyCaused_IsFound(string reason) => Script.Chat().Add(1, 20, EventKind.Ended, "m", said: reason).Breaks(Promise.NoEndWithoutCause);

    [Fact]
    public void PartnerAwayForTheGracePeriod_MayEndAChat() => Script.Chat().Add(2, 10, EventKind.Lost).Add(1, 40.1, EventKind.Ended, "m", said: "partner_lost").IsClean();

    [Fact]
    public void PartnerAwayForLess_MayNot() => Script.Chat()
        .Add(2, 10, EventKind.Lost).Add(2, 15, EventKind.Resumed, "s2").Add(1, 40.1, EventKind.Ended, "m", said: "partner_lost").Breaks(Promise.NoEndWithoutCause);

    [Fact]
    public void ForgottenSession_IsAnEndWithoutCause() => Script.Chat()
        .Add(2, 10, EventKind.Lost).Add(2, 11, EventKind.Begun, "s3").Add(2, 11, EventKind.EndedUnseen, "m", 0).Breaks(Promise.NoEndWithoutCause);

    [Fact]
    public void ChatGoneAfterAResume_IsAnEndWithoutCause() => Script.Chat()
        .Add(2, 10, EventKind.Lost).Add(2, 11, EventKind.Resumed, "s2").Add(2, 12, EventKind.EndedUnseen, "m", 1).Breaks(Promise.NoEndWithoutCause);

    [Fact]
    public void SecondMatchDuringTheFirst_IsFound() => Script.Chat().Arrives(3).Add(1, 4.5, EventKind.Asked).Add(1, 5, EventKind.Matched, "n", 1).Add(3, 5, EventKind.Matched, "n", 1)
        .Breaks(Promise.OneMatch, until: 6);

    [Fact]
    public void ThreeInAMatch_AreFound() => Script.Chat().Arrives(3).Add(3, 5, EventKind.Matched, "m", 1).Breaks(Promise.OneMatch);

    [Fact]
    public void MatchOfOne_IsFound() => new Script().Arrives(1).Add(1, 2, EventKind.Matched, "m", 1).Breaks(Promise.OneMatch);

    [Fact]
    public void MatchOfOne_IsRightWhenTheOtherNeverCameBack() => new Script().Arrives(1).Arrives(2)
        .Add(2, 1.5, EventKind.Lost).Add(1, 2, EventKind.Matched, "m", 1).Add(1, 32, EventKind.Ended, "m", said: "partner_lost").IsClean();

    [Fact]
    public void SearchThatNeverEnds_IsFound() => new Script().Arrives(1).Add(1, 11, EventKind.Searching, n: 2, other: 10_000).Breaks(Promise.SearchesInTime);

    [Fact]
    public void SearchThatIsNotOverYet_IsNot() => new Script().Arrives(1).Add(1, 11, EventKind.Searching, n: 2, other: 10_000).IsClean(until: 35);

    [Fact]
    public void FirstWordThatCameLate_DoesNotMoveTheSearchsClock() => new Script().Add(1, 0.5, EventKind.Begun, "s1").Add(1, 1, EventKind.Asked)
        .Add(1, 6, EventKind.Searching, n: 1).Add(1, 11.2, EventKind.Searching, n: 2, other: 10_000).Add(1, 31.2, EventKind.TimedOut).IsClean();

    [Fact]
    public void LateSecondTier_IsFound() => new Script().Arrives(1).Add(1, 22, EventKind.Searching, n: 2, other: 21_000).Add(1, 31, EventKind.TimedOut).Breaks(Promise.SearchesInTime);

    [Fact]
    public void LateTimeout_IsFound() => new Script().Arrives(1).Add(1, 11, EventKind.Searching, n: 2, other: 10_000).Add(1, 42, EventKind.TimedOut).Breaks(Promise.SearchesInTime);

    [Fact]
    public void EarlyTimeout_IsFound() => new Script().Arrives(1).Add(1, 5, EventKind.TimedOut).Breaks(Promise.SearchesInTime);

    [Fact]
    public void EarlyMatchInTheSecondTier_IsFound() => Pair(7).Breaks(Promise.SearchesInTime);

    [Fact]
    public void MatchInTheSecondTier_IsNotEarlyWhenOnlyTheFirstWordWasLate() => Pair(11).IsClean();

    [Fact]
    public void WhatIsDueInAnOutage_IsDueAtItsEnd()
    {
        var late = new Script().Arrives(1).Add(1, 29, EventKind.Searching, n: 2, other: 28_000).Add(1, 45, EventKind.TimedOut);
        late.IsClean(outage: (12, 37));
        Assert.NotEmpty(late.Check(outage: (12, 30)));
        Assert.NotEmpty(late.Check(outage: (14, 37)));
    }

    [Fact]
    public void SearchGoneAfterAResume_IsFound() => new Script().Arrives(1)
        .Add(1, 5, EventKind.Lost).Add(1, 6, EventKind.Resumed, "s1").Add(1, 6, EventKind.SearchGone, n: 1).Breaks(Promise.SearchesInTime);

    [Fact]
    public void TimeoutDuringAnAbsence_IsInTimeWhenTheyAreBack() => new Script().Arrives(1)
        .Add(1, 11, EventKind.Searching, n: 2, other: 10_000).Add(1, 25, EventKind.Lost).Add(1, 50, EventKind.Resumed, "s1").Add(1, 50, EventKind.TimedOut).IsClean();

    [Fact]
    public void TwoTimeouts_AreFound() => new Script().Arrives(1)
        .Add(1, 11, EventKind.Searching, n: 2, other: 10_000).Add(1, 31, EventKind.TimedOut).Add(1, 32, EventKind.TimedOut).Breaks(Promise.AnsweredOnce);

    [Fact]
    public void ReportThatIsNotStored_IsFound() => Reported().Breaks(Promise.ReportsOnce, stored: Stored());

    [Fact]
    public void ReportThatIsStoredTwice_IsFound()
    {
        Reported().Breaks(Promise.ReportsOnce, stored: Stored(new("R-1", "s1", "m"), new("R-1", "s1", "m")));
        Reported().Breaks(Promise.ReportsOnce, stored: Stored(new("R-1", "s1", "m"), new("R-2", "s1", "m")));
    }

    [Fact]
    public void ReportThatIsStoredOnce_IsRight() => Assert.Empty(Reported().Check(stored: Stored(new("R-1", "s1", "m"), new("R-9", "s9", "q"))));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(2, 0)]
    [InlineData(1, 1)]
    public void EventsOfAChatThatGoesOn_AreOneThatItWasMade(int made, int ended) => Script.Chat().Breaks(Promise.EventsOnce, stored: Events(made, ended));

    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 2)]
    public void EventsOfAChatThatEnded_AreOneOfEach(int made, int ended) => Left().Breaks(Promise.EventsOnce, stored: Events(made, ended));

    [Fact]
    public void RightEvents_AreRight()
    {
        Assert.Empty(Script.Chat().Check(stored: Events(1, 0)));
        Assert.Empty(Left().Check(stored: Events(1, 1)));
    }

    private static Script Left() => Script.Chat()
        .Add(1, 5, EventKind.Leaving, "m").Add(1, 5.1, EventKind.Ended, "m", said: "you_left").Add(2, 5.1, EventKind.Ended, "m", said: "partner_left");

    private static StoredEffects Stored(params StoredReport[] reports) => new(reports, Events(1, 0).Events);

    private static StoredEffects Events(int made, int ended) =>
        new([], [.. Enumerable.Repeat(new StoredEvent("match_made", "m"), made), .. Enumerable.Repeat(new StoredEvent("chat_ended", "m"), ended)]);

    /// <summary>Two whose searches, asked for at 1 s, were first told of at 4 s and matched in the second tier.</summary>
    private static Script Pair(double matchedAt) => new[] { 1, 2 }.Aggregate(new Script(), (script, person) => script
        .Add(person, 0.5, EventKind.Begun, $"s{person}").Add(person, 1, EventKind.Asked).Add(person, 4, EventKind.Searching, n: 1).Add(person, matchedAt, EventKind.Matched, "m", 2));

    private static Script Reported() => Script.Chat().Add(1, 5, EventKind.Reporting, "m").Add(1, 6, EventKind.Reported, "m", said: "R-1");
}
