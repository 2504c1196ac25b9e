using System.Runtime.CompilerServices;
using Whisper.Grains.Matching;
using Whisper.Matching;
using Xunit;

namespace Whisper.Tests.Matching;

public sealed class MatcherMemoryTests
{
    [Fact]
    public void Remove_LastUse_LetsGoOfTheTicketAndItsInterests()
    {
        var matcher = new Matcher();
        matcher.Add(Samples.Of("chess go"));
        var (ticket, name) = AddAndRemove(matcher);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.False(ticket.IsAlive);
        Assert.False(name.IsAlive);
        Assert.Equal(2, matcher.Footprint.Interests);
        GC.KeepAlive(matcher);
    }

    [Fact]
    public void Remove_EndlessChurn_ReusesItsPlaces()
    {
        var matcher = new Matcher();
        var queue = new Queue<TicketId>();
        for (var i = 0; i < 10_000; i++)
        {
            var ticket = Samples.Of(i % 2 == 0 ? $"a{i % 97} b{i % 89}" : $"a{i % 97} b{i % 89} c{i % 83} d{i % 79} e{i % 73}", since: i);
            matcher.Add(ticket);
            matcher.Enrol(ticket);
            queue.Enqueue(ticket.Id);
            if (queue.Count > 100)
            {
                matcher.Remove(queue.Dequeue());
            }
        }

        // at most 51 tickets with 3 nodes and 51 with 31 at a time
        Assert.Equal(101, matcher.Footprint.Slots);
        Assert.Equal(51 * (3 + 31), matcher.Footprint.Nodes);
    }

    [Fact]
    public void Remove_MostOfALongQueue_GivesMemoryBackAndKeepsTheRestInOrder()
    {
        var matcher = new Matcher();
        var all = Enumerable.Range(0, 20_000).Select(i => Samples.Of($"chess go x{i % 500}", since: i / 2)).ToList();
        var guest = Samples.Of("films hiking", since: -1);
        matcher.Enrol(guest);
        foreach (var ticket in all)
        {
            matcher.Add(ticket);
            matcher.Enrol(ticket);
        }

        var kept = all.Where((_, i) => i % 1000 == 7).ToList();
        matcher.Hold(kept[0].Id);
        foreach (var ticket in all.Except(kept))
        {
            matcher.Remove(ticket.Id);
        }

        Assert.True(matcher.Footprint.Slots < 2_000, $"{matcher.Footprint}");
        Assert.True(matcher.Footprint.Nodes < 20_000, $"{matcher.Footprint}");
        Assert.Equal(kept, matcher.HomeTickets);
        Assert.Same(guest, matcher.FindBest(Samples.Of("films books"), Samples.Start));
        Assert.Null(matcher.FindExact(Samples.Of("films hiking"), Samples.Start));
        Assert.Same(kept[1], matcher.FindBest(Samples.Of("chess books"), Samples.Start));
        Assert.True(matcher.Unhold(kept[0].Id));
        Assert.Same(kept[0], matcher.FindBest(Samples.Of("chess books"), Samples.Start));
        Assert.Same(kept[0], matcher.FindExact(Samples.Of([.. kept[0].Interests.Values]), Samples.Start));
    }

    [Fact]
    public void FindBest_ManyHeldAtTheHead_WalksOverEachOnce()
    {
        const int Held = 20_000;
        var matcher = new Matcher();
        var all = Enumerable.Range(0, Held + 1).Select(i => Samples.Of("chess go", since: i)).ToList();
        all.ForEach(ticket => matcher.Enrol(ticket));
        all.ForEach(ticket => matcher.Hold(ticket.Id));
        matcher.Unhold(all[Held].Id);

        // 20,000 searches past 20,000 held tickets would take minutes
        for (var i = 0; i < Held; i++)
        {
            Assert.Same(all[Held], matcher.FindBest(Samples.Of("chess films"), Samples.Start));
        }

        foreach (var ticket in all.SkipLast(1).Reverse())
        {
            matcher.Unhold(ticket.Id);
            Assert.Same(ticket, matcher.FindBest(Samples.Of("chess films"), Samples.Start));
        }
    }

    // apart, so that no local keeps the ticket alive
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (WeakReference Ticket, WeakReference Name) AddAndRemove(Matcher matcher)
    {
        var ticket = Samples.Of("chess diving films");
        matcher.Add(ticket);
        matcher.Enrol(ticket);
        matcher.Hold(ticket.Id);
        matcher.FindBest(Samples.Of("films hiking"), Samples.Start);
        matcher.Remove(ticket.Id);
        return (new WeakReference(ticket), new WeakReference(ticket.Interests.Values[1]));
    }
}
