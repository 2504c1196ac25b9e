using Whisper.Matching;
using Whisper.Sessions;

namespace Whisper.Benchmarks.Matching;

/// <summary>
/// People with 2 to 5 interests (each number equally likely) of a catalogue whose popularity follows Zipf's law (exponent 1).
/// Every ticket has strings of its own, as after deserialisation.
/// </summary>
internal sealed class Crowd(int tags)
{
    // a fixed seed: every run and every machine meets the same people
    private readonly Random _random = new(20260301);
    private readonly double[] _cumulative = Cumulative(tags);
    private long _milliseconds;

    /// <summary>The next person, one millisecond after the one before.</summary>
    public Ticket Next() => new()
    {
        Id = TicketId.New(),
        Session = SessionId.New(),
        Interests = NextSet(),
        Since = DateTimeOffset.UnixEpoch.AddMilliseconds(_milliseconds++),
    };

    private static double[] Cumulative(int tags)
    {
        var sum = 0.0;
        var result = new double[tags];
        for (var i = 0; i < tags; i++)
        {
            result[i] = sum += 1.0 / (i + 1);
        }

        return result;
    }

    private InterestSet NextSet()
    {
        var chosen = new HashSet<int>();
        for (var count = _random.Next(InterestRules.MinCount, InterestRules.MaxCount + 1); chosen.Count < count;)
        {
            var found = Array.BinarySearch(_cumulative, _random.NextDouble() * _cumulative[^1]);
            chosen.Add(found < 0 ? ~found : found);
        }

        InterestSet.TryCreate([.. chosen.Select(tag => $"interest {tag:d4}")], out var set);
        return set!;
    }
}
