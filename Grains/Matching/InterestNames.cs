using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Whisper.Matching;

namespace Whisper.Grains.Matching;

/// <summary>Numbers the interests that waiting tickets use, so that the indexes compare integers. A name nobody uses any more is forgotten.</summary>
internal sealed class InterestNames(uint hashMask)
{
    // interests come from clients: without a secret they could be chosen to collide
    private readonly ulong _secret = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly Stack<int> _free = new();
    private readonly List<(string? Name, int Uses)> _names = [];

    /// <summary>How many names are in use.</summary>
    public int Count => _numbers.Count;

    /// <summary>The numbers of a set that begins to wait; <see cref="Release"/> ends it.</summary>
    public int Acquire(InterestSet set, out InterestIds ids)
    {
        ids = default;
        var values = set.Values;
        for (var i = 0; i < values.Length; i++)
        {
            ids[i] = Acquire(values[i]);
        }

        return values.Length;
    }

    /// <summary>The set no longer waits.</summary>
    public void Release(in InterestIds ids, int count)
    {
        for (var i = 0; i < count; i++)
        {
            ref var entry = ref CollectionsMarshal.AsSpan(_names)[ids[i]];
            if (--entry.Uses == 0)
            {
                _numbers.Remove(entry.Name!);
                entry.Name = null;
                _free.Push(ids[i]);
            }
        }
    }

    /// <summary>The numbers of those interests that anybody here uses, in order; the answer is how many.</summary>
    public int Resolve(InterestSet set, out InterestIds ids)
    {
        ids = default;
        var count = 0;
        foreach (var value in set.Values)
        {
            if (_numbers.TryGetValue(value, out var number))
            {
                ids[count++] = number;
            }
        }

        return count;
    }

    /// <summary>
    /// Fills <paramref name="hashes"/> with one hash per subset, indexed by the subset's mask.
    /// A subset's hash does not depend on the set it is taken from.
    /// </summary>
    public void HashSubsets(in InterestIds ids, int count, Span<uint> hashes)
    {
        Span<ulong> sums = stackalloc ulong[1 << InterestRules.MaxCount];
        sums[0] = 0;
        for (var i = 0; i < count; i++)
        {
            var weight = Mix((ulong)ids[i] + _secret);
            var bit = 1 << i;
            for (var rest = 0; rest < bit; rest++)
            {
                var sum = sums[rest] + weight;
                sums[bit | rest] = sum;
                hashes[bit | rest] = Fold(sum);
            }
        }
    }

    /// <summary>The hash of the whole set.</summary>
    public uint Hash(in InterestIds ids, int count)
    {
        var sum = 0UL;
        for (var i = 0; i < count; i++)
        {
            sum += Mix((ulong)ids[i] + _secret);
        }

        return Fold(sum);
    }

    private int Acquire(string name)
    {
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(_numbers, name, out var known);
        if (known)
        {
            CollectionsMarshal.AsSpan(_names)[number].Uses++;
        }
        else if (_free.TryPop(out number))
        {
            _names[number] = (name, 1);
        }
        else
        {
            number = _names.Count;
            _names.Add((name, 1));
        }

        return number;
    }

    // splitmix64
    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
        return value ^ (value >> 31);
    }

    private uint Fold(ulong sum) => (uint)((sum * 0x9E3779B97F4A7C15UL) >> 32) & hashMask;
}
