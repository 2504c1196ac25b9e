using Whisper.Chaos.Histories;

namespace Whisper.Chaos.Checking;

/// <summary>What was said and what was shown.</summary>
internal static class MessageChecks
{
    /// <summary>Delivered to the sender's knowledge, but never shown.</summary>
    public static IEnumerable<Violation> Lost(Stories stories)
    {
        foreach (var side in stories.Matches.Values.SelectMany(sides => sides).Where(side => side.Delivered > 0))
        {
            var shown = stories.PartnerOf(side)?.Shown.Where(message => message.Peer == side.Person).Select(message => message.Other).ToHashSet() ?? [];
            for (var n = 1L; n <= side.Delivered; n++)
            {
                if (!shown.Contains(n))
                {
                    yield return new(Promise.NothingLost, side.Person, side.From, $"message {n} of {side.Match} is delivered and was never shown");
                }
            }
        }
    }

    /// <summary>The same message of the same sender, shown twice to anybody.</summary>
    public static IEnumerable<Violation> Twice(Stories stories)
    {
        var seen = new HashSet<(int, string, long)>();
        foreach (var (side, message) in Shown(stories))
        {
            if (!seen.Add((message.Peer, message.Said ?? "", message.Other)))
            {
                yield return new(Promise.NothingTwice, side.Person, message.At, $"message {message.Other} of person {message.Peer} in {message.Said} was shown again as {message.N} of {side.Match}");
            }
        }
    }

    /// <summary>Not in the sender's order, or not what the sender said, or another match's.</summary>
    public static IEnumerable<Violation> OutOfOrder(Stories stories)
    {
        foreach (var side in stories.Matches.Values.SelectMany(sides => sides))
        {
            var expected = 1L;
            foreach (var message in side.Shown)
            {
                if (message.N != expected || message.Other != message.N)
                {
                    yield return new(Promise.InOrder, side.Person, message.At, $"{message.N}, which its sender called {message.Other}, was shown where {expected} of {side.Match} should have been");
                }

                if (message.Said != side.Match || message.Peer == side.Person || (stories.PartnerOf(side) is { } partner && partner.Person != message.Peer))
                {
                    yield return new(Promise.InOrder, side.Person, message.At, $"a message of person {message.Peer} in {message.Said} was shown in {side.Match}");
                }

                expected = message.N + 1;
            }
        }
    }

    /// <summary>Said in a chat that goes on, and not shown when everybody had long fallen silent.</summary>
    public static IEnumerable<Violation> Stuck(Stories stories, CheckRules rules)
    {
        foreach (var side in stories.Matches.Values.SelectMany(sides => sides).Where(side => GoesOn(side, rules)))
        {
            var partner = stories.PartnerOf(side);
            if (side.Sent.Count > (partner?.Shown.Count ?? 0) && (partner is null || GoesOn(partner, rules)))
            {
                yield return new(Promise.NothingStuck, side.Person, side.From, $"{side.Sent.Count - (partner?.Shown.Count ?? 0)} messages of {side.Match}, which goes on, were not shown");
            }
        }
    }

    private static bool GoesOn(Side side, CheckRules rules) => side.End is null && side.LeavingAt is null && side.To >= rules.Until;

    private static IEnumerable<(Side Side, HistoryEvent Message)> Shown(Stories stories) =>
        stories.Matches.Values.SelectMany(sides => sides).SelectMany(side => side.Shown.Select(message => (side, message)));
}
