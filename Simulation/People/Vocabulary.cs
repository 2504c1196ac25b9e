using Whisper.Matching;

namespace Whisper.Simulation.People;

/// <summary>A catalogue of interests whose popularity follows Zipf's law (exponent 1).</summary>
internal sealed class Vocabulary
{
    private readonly string[] _tags;
    private readonly double[] _cumulative;

    /// <summary>A catalogue of so many interests.</summary>
    public Vocabulary(int tags)
    {
        _tags = [.. Enumerable.Range(0, tags).Select(tag => $"interest {tag:d4}")];
        _cumulative = new double[tags];
        var sum = 0.0;
        for (var i = 0; i < tags; i++)
        {
            _cumulative[i] = sum += 1.0 / (i + 1);
        }
    }

    /// <summary>2 to 5 different interests, each number equally likely.</summary>
    public InterestSet Draw(Random random)
    {
        var count = random.Next(InterestRules.MinCount, InterestRules.MaxCount + 1);
        var chosen = new List<string>(count);
        while (chosen.Count < count)
        {
            var found = Array.BinarySearch(_cumulative, random.NextDouble() * _cumulative[^1]);
            var tag = _tags[found < 0 ? ~found : found];
            if (!chosen.Contains(tag))
            {
                chosen.Add(tag);
            }
        }

        return InterestSet.TryCreate(chosen, out var set) ? set : throw new InvalidOperationException("A catalogue's interests are valid.");
    }
}
