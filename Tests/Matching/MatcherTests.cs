using Whisper.Grains.Matching;
using Whisper.Matching;
using Xunit;

namespace Whisper.Tests.Matching;

public sealed class MatcherTests
{
    private static readonly DateTimeOffset Now = Samples.Start.AddSeconds(20);
    private readonly Matcher _matcher = new();

    [Fact]
    public void Add_SameTicketTwice_IsRefused()
    {
        var ticket = Home("chess go");
        Assert.False(_matcher.Add(ticket));
        Assert.Equal(1, _matcher.Count);
    }

    [Fact]
    public void FindExact_IdenticalSets_FindsTheFirstToArrive()
    {
        var first = Home("chess go", since: 5);
        Home("chess go", since: 1);
        Assert.Same(first, _matcher.FindExact(Samples.Of("go chess"), Now));
    }

    [Theory]
    [InlineData("chess")]
    [InlineData("chess go books")]
    [InlineData("go books")]
    public void FindExact_DifferentSet_FindsNobody(string waiting)
    {
        Home((waiting + " films").Trim());
        Assert.Null(_matcher.FindExact(Samples.Of("chess go"), Now));
    }

    [Fact]
    public void FindExact_GuestWithIdenticalSet_IsNotFound()
    {
        Enrolled("chess go");
        Assert.Null(_matcher.FindExact(Samples.Of("chess go"), Now));
    }

    [Fact]
    public void FindExact_PartnerInTier2_IsFound()
    {
        var partner = Home("chess go");
        _matcher.Enrol(partner);
        Assert.Same(partner, _matcher.FindExact(Samples.Of("chess go"), Now));
    }

    [Fact]
    public void FindExact_OnlyOneself_FindsNobody()
    {
        var self = Home("chess go");
        Assert.Null(_matcher.FindExact(self, Now));
    }

    [Fact]
    public void FindExact_ExcludedUntilLater_IsFoundOnceTheExclusionEnds()
    {
        var seeker = Samples.Of("chess go");
        var partner = Samples.Of("chess go").Excluding(seeker, untilSecond: 60);
        _matcher.Add(partner);
        Assert.Null(_matcher.FindExact(seeker, Samples.Start.AddSeconds(59.9)));
        Assert.Same(partner, _matcher.FindExact(seeker, Samples.Start.AddSeconds(60)));
    }

    [Fact]
    public void FindBest_PartnerStillInTier1_FindsNobody()
    {
        Home("chess go");
        Assert.Null(_matcher.FindBest(Samples.Of("chess films"), Now));
    }

    [Fact]
    public void FindBest_NothingShared_FindsNobody()
    {
        Enrolled("chess go");
        Assert.Null(_matcher.FindBest(Samples.Of("films books"), Now));
    }

    [Fact]
    public void FindBest_LargerOverlapWaitsShorter_TheOverlapWins()
    {
        Enrolled("chess diving", since: 1);
        var best = Enrolled("chess go books", since: 9);
        Assert.Same(best, _matcher.FindBest(Samples.Of("chess go films"), Now));
    }

    [Fact]
    public void FindBest_EqualOverlapInDifferentSubsets_TheLongestWaitWins()
    {
        Enrolled("books diving", since: 3);
        var longest = Enrolled("films hiking", since: 2);
        Enrolled("chess anime", since: 4);
        Assert.Same(longest, _matcher.FindBest(Samples.Of("books chess films"), Now));
    }

    [Fact]
    public void FindBest_EnrolledOutOfOrder_TheLongestWaitWins()
    {
        Enrolled("chess go", since: 5);
        var longest = Enrolled("chess films", since: 1);
        Enrolled("chess anime", since: 3);
        Assert.Same(longest, _matcher.FindBest(Samples.Of("chess books"), Now));
    }

    [Fact]
    public void FindBest_EqualWait_TheFirstToArriveWins()
    {
        var first = Enrolled("chess go");
        Enrolled("chess films");
        Assert.Same(first, _matcher.FindBest(Samples.Of("chess books"), Now));
    }

    [Fact]
    public void FindBest_BestIsBlocked_FindsTheNextBest()
    {
        var blocked = Enrolled("chess go", since: 1);
        var next = Enrolled("chess films", since: 2);
        Assert.Same(next, _matcher.FindBest(Samples.Of("chess go").Excluding(blocked, untilSecond: 9999), Now));
    }

    [Fact]
    public void Enrol_Twice_IsRefused()
    {
        var ticket = Enrolled("chess go");
        Assert.False(_matcher.Enrol(ticket));
        Assert.Equal((0, 1, 1), (_matcher.ExactCount, _matcher.EnrolledCount, _matcher.Count));
    }

    [Fact]
    public void Hold_HeldTicket_IsNotFoundUntilUnheldInItsOldPlace()
    {
        var first = Home("chess go", since: 1);
        var middle = Home("chess go", since: 2);
        var last = Home("chess go", since: 3);
        foreach (var ticket in new[] { first, middle, last })
        {
            _matcher.Enrol(ticket);
        }

        Assert.True(_matcher.Hold(first.Id));
        Assert.True(_matcher.Hold(middle.Id));
        Assert.False(_matcher.Hold(middle.Id));
        Assert.Same(last, _matcher.FindExact(Samples.Of("chess go"), Now));
        Assert.Same(last, _matcher.FindBest(Samples.Of("chess films"), Now));

        Assert.True(_matcher.Unhold(middle.Id));
        Assert.False(_matcher.Unhold(middle.Id));
        Assert.Same(middle, _matcher.FindExact(Samples.Of("chess go"), Now));
        Assert.Same(middle, _matcher.FindBest(Samples.Of("chess films"), Now));
    }

    [Fact]
    public void Enrol_WhileHeld_IsFoundInTier2OnceUnheld()
    {
        var ticket = Home("chess go");
        _matcher.Hold(ticket.Id);
        Assert.True(_matcher.Enrol(ticket));
        Assert.Null(_matcher.FindBest(Samples.Of("chess films"), Now));
        _matcher.Unhold(ticket.Id);
        Assert.Same(ticket, _matcher.FindBest(Samples.Of("chess films"), Now));
    }

    [Fact]
    public void Remove_HeldTicket_LeavesNothing()
    {
        var ticket = Enrolled("chess go");
        _matcher.Hold(ticket.Id);
        Assert.True(_matcher.Remove(ticket.Id));
        Assert.False(_matcher.Remove(ticket.Id));
        Assert.False(_matcher.Unhold(ticket.Id));
        Assert.Equal(0, _matcher.Footprint.SubsetLists + _matcher.Footprint.ExactLists + _matcher.Footprint.Interests);
    }

    [Fact]
    public void TryGet_TicketInEveryState_SaysWhereItStands()
    {
        var ticket = Home("chess go");
        _matcher.Enrol(ticket);
        _matcher.Hold(ticket.Id);
        Assert.True(_matcher.TryGet(ticket.Id, out var found, out var status));
        Assert.Same(ticket, found);
        Assert.Equal(TicketStatus.Home | TicketStatus.Enrolled | TicketStatus.Held, status);
        Assert.False(_matcher.TryGet(TicketId.New(), out _, out _));
    }

    [Fact]
    public void HomeTickets_WithGuests_ListsHomeTicketsInOrderOfArrival()
    {
        var first = Home("chess go", since: 2);
        Enrolled("chess films");
        var second = Home("go films", since: 1);
        Assert.Equal([first, second], _matcher.HomeTickets);
    }

    private Ticket Home(string interests, double since = 0)
    {
        var ticket = Samples.Of(interests, since);
        Assert.True(_matcher.Add(ticket));
        return ticket;
    }

    private Ticket Enrolled(string interests, double since = 0)
    {
        var ticket = Samples.Of(interests, since);
        Assert.True(_matcher.Enrol(ticket));
        return ticket;
    }
}
