using Whisper.LoadTest.Checking;
using Xunit;

namespace Whisper.Tests.LoadTest.Checking;

public sealed class LedgerTests
{
    private readonly Ledger _ledger = new();

    [Fact]
    public void Match_OfTwo_TellsHowLongTheDecisionTook()
    {
        Assert.Null(_ledger.Add(new MatchRecord(7, 1, 1, Intended: 100, Found: 950)));
        Assert.Equal(1, _ledger.Halves);
        Assert.Equal(160, _ledger.Add(new MatchRecord(7, 2, 1, Intended: 800, Found: 960)));
        Assert.Equal((1, 0, 0), (_ledger.Pairs, _ledger.Halves, _ledger.DoubleMatches));
    }

    [Fact]
    public void Match_ByOverlap_IsNoExactDecision()
    {
        _ledger.Add(new MatchRecord(7, 1, 2, 100, 950));
        Assert.Null(_ledger.Add(new MatchRecord(7, 2, 2, 800, 960)));
    }

    [Fact]
    public void Match_OfThree_IsADoubleMatch()
    {
        _ledger.Add(new MatchRecord(7, 1, 1, 100, 950));
        _ledger.Add(new MatchRecord(7, 2, 1, 100, 950));
        _ledger.Add(new MatchRecord(7, 3, 1, 100, 950));
        Assert.Equal(1, _ledger.DoubleMatches);
    }

    [Fact]
    public void Match_WithOneself_IsADoubleMatch()
    {
        _ledger.Add(new MatchRecord(7, 1, 1, 100, 950));
        _ledger.Add(new MatchRecord(7, 1, 1, 100, 950));
        Assert.Equal(1, _ledger.DoubleMatches);
    }

    [Theory]
    [InlineData(5, 5, 0)]
    [InlineData(5, 3, 2)]
    public void Chat_ThatGoesOn_LosesWhatHasNotArrived(long sent, long received, long lost)
    {
        _ledger.Add(new ChatRecord(7, 1, IsOpen: true, sent, Delivered: 0, Received: 0));
        _ledger.Add(new ChatRecord(7, 2, IsOpen: true, Sent: 0, Delivered: 0, received));
        Assert.Equal((lost, 0), (_ledger.Lost, _ledger.FalselyDelivered));
    }

    [Fact]
    public void Chat_ThatWasLeft_MayLoseWhatWasUnderWay_ButNotWhatWasDelivered()
    {
        _ledger.Add(new ChatRecord(7, 1, IsOpen: false, Sent: 5, Delivered: 4, Received: 0));
        _ledger.Add(new ChatRecord(7, 2, IsOpen: false, Sent: 0, Delivered: 0, Received: 3));
        Assert.Equal((0, 1), (_ledger.Lost, _ledger.FalselyDelivered));
    }

    [Fact]
    public void Chats_WithoutIds_AreComparedAsAWhole()
    {
        _ledger.Add(new ChatRecord(0, 1, IsOpen: true, Sent: 5, Delivered: -1, Received: 2));
        _ledger.Add(new ChatRecord(0, 2, IsOpen: true, Sent: 3, Delivered: -1, Received: 5));
        _ledger.Close();
        Assert.Equal(1, _ledger.Lost);
    }

    [Fact]
    public void Records_ThroughTheJournal_StayWhatTheyAre()
    {
        var journal = new Journal();
        var (match, chat) = (new MatchRecord(7, 1, 1, -1, long.MaxValue), new ChatRecord(7, 1, IsOpen: true, 5, -1, 3));
        journal.Add(match);
        journal.Add(chat);
        Assert.Equal([match], Journal.Decode<MatchRecord>(journal.TakeMatches()));
        Assert.Equal([chat], Journal.Decode<ChatRecord>(journal.TakeChats()));
        Assert.Null(journal.TakeMatches());
    }
}
