using System.Text;

namespace Whisper.LoadTest.People;

/// <summary>
/// The interests that people have: the popular ones more often, by Zipf's law, as people choose them. The k-th has a weight
/// of 1/k to the power of the exponent.
/// </summary>
internal sealed class Vocabulary
{
    private readonly byte[][] _words;
    private readonly double[] _upTo;
    private readonly int _least;
    private readonly int _most;

    /// <summary>Makes one.</summary>
    /// <param name="size">How many interests there are, from 5.</param>
    /// <param name="exponent">0: all alike; 1: as words are in a language.</param>
    /// <param name="least">Fewest of a person.</param>
    /// <param name="most">Most of a person; each number is equally likely.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer interests than a person may have.</exception>
    public Vocabulary(int size, double exponent, int least, int most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, most);
        (_least, _most) = (least, most);
        _words = [.. Enumerable.Range(1, size).Select(number => Encoding.ASCII.GetBytes($"interest {number}"))];
        _upTo = new double[size];
        var sum = 0.0;
        for (var i = 0; i < size; i++)
        {
            sum += Math.Pow(i + 1, -exponent);
            _upTo[i] = sum;
        }
    }

    /// <summary>Draws the interests of a person, all different.</summary>
    /// <param name="random">What to draw from.</param>
    /// <param name="into">Where to; at least as many as a person may have.</param>
    public ReadOnlySpan<byte[]> Draw(Random random, Span<byte[]> into)
    {
        var count = random.Next(_least, _most + 1);
        for (var i = 0; i < count;)
        {
            var word = _words[One(random)];
            if (!into[..i].Contains(word))
            {
                into[i++] = word;
            }
        }

        return into[..count];
    }

    private int One(Random random)
    {
        var at = Array.BinarySearch(_upTo, random.NextDouble() * _upTo[^1]);
        return Math.Min(at < 0 ? ~at : at, _words.Length - 1);
    }
}
