using CsCheck;
using Whisper.Grains.Matching;
using Whisper.Matching;
using Xunit;

namespace Whisper.Tests.Matching;

/// <summary>Whatever is done to a matcher in whatever order, it answers as the brute-force model does.</summary>
public sealed class MatcherModelTests
{
    private static readonly Gen<(int Op, int Ticket, int Seconds)[]> Steps = Gen.Select(Gen.Int[0, 9], Gen.Int[0, 15], Gen.Int[0, 3]).Array[1, 150];

    [Fact]
    public void Matcher_RandomOperations_AnswersAsBruteForce() =>
        Gen.Select(Samples.Tickets.Array[16], Steps).Sample(run => Run(new Matcher(), run.Item1, run.Item2), iter: 1000);

    [Fact]
    public void Matcher_HashesCollide_AnswersAsBruteForce() =>
        Gen.Select(Samples.Tickets.Array[16], Steps, Gen.OneOfConst(0u, 7u)).Sample(run => Run(new Matcher(run.Item3), run.Item1, run.Item2), iter: 500);

    [Fact]
    public void Matcher_ThousandsWaiting_AnswersAsBruteForce() =>
        Gen.Select(Samples.Tickets.Array[1500], Gen.Select(Gen.Int[0, 9], Gen.Int[0, 1499], Gen.Int[0, 0]).Array[2500])
            .Sample(run => Run(new Matcher(), run.Item1, run.Item2, checkEvery: 500), iter: 4);

    private static void Run(Matcher matcher, Ticket[] tickets, (int Op, int Ticket, int Seconds)[] steps, int checkEvery = 1)
    {
        var model = new MatcherModel();
        var now = Samples.Start;
        for (var i = 0; i < steps.Length; i++)
        {
            var (op, index, seconds) = steps[i];
            var ticket = tickets[index];
            now = now.AddSeconds(seconds);
            switch (op)
            {
                case 0 or 1:
                    Assert.Equal(model.Add(ticket), matcher.Add(ticket));
                    break;
                case 2 or 3:
                    Assert.Equal(model.Enrol(ticket), matcher.Enrol(ticket));
                    break;
                case 4:
                    Assert.Equal(model.Hold(ticket.Id), matcher.Hold(ticket.Id));
                    break;
                case 5:
                    Assert.Equal(model.Unhold(ticket.Id), matcher.Unhold(ticket.Id));
                    break;
                case 6:
                    Assert.Equal(model.Remove(ticket.Id), matcher.Remove(ticket.Id));
                    break;
                case 7:
                    Assert.Same(model.FindExact(ticket, now), matcher.FindExact(ticket, now));
                    break;
                default:
                    Assert.Same(model.FindBest(ticket, now), matcher.FindBest(ticket, now));
                    break;
            }

            if (i % checkEvery == 0)
            {
                AssertSound(model, matcher);
            }
        }

        AssertSound(model, matcher);
        AssertEmptiesCleanly(tickets, matcher);
    }

    private static void AssertSound(MatcherModel model, Matcher matcher)
    {
        var footprint = matcher.Footprint;
        Assert.Equal(model.HomeTickets, matcher.HomeTickets);
        Assert.Equal(model.Count, matcher.Count);
        Assert.Equal(model.EnrolledCount, matcher.EnrolledCount);
        Assert.Equal(model.Count - model.EnrolledCount, matcher.ExactCount);
        Assert.Equal(model.Count, footprint.Slots - footprint.FreeSlots);
        Assert.Equal(model.NodeCount, footprint.Nodes - footprint.FreeNodes);
        Assert.Equal(model.InterestCount, footprint.Interests);
        Assert.InRange(footprint.ExactLists, model.ExactLists.Least, model.ExactLists.Most);
        Assert.InRange(footprint.SubsetLists, model.SubsetLists.Least, model.SubsetLists.Most);
    }

    private static void AssertEmptiesCleanly(Ticket[] tickets, Matcher matcher)
    {
        foreach (var ticket in tickets)
        {
            matcher.Remove(ticket.Id);
        }

        AssertSound(new MatcherModel(), matcher);
    }
}
