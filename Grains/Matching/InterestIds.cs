using System.Runtime.CompilerServices;
using Whisper.Matching;

namespace Whisper.Grains.Matching;

/// <summary>Up to five interests as numbers, in the ordinal order of their names.</summary>
[InlineArray(InterestRules.MaxCount)]
internal struct InterestIds
{
    private int _first;

    /// <summary>Whether the members of <paramref name="mask"/> here are those of <paramref name="otherMask"/> there.</summary>
    public static bool SameSubset(in InterestIds ids, int mask, in InterestIds other, int otherMask)
    {
        // equal names have equal numbers and both sides follow the same order, so the members line up
        while (mask != 0 && otherMask != 0)
        {
            if (ids[int.TrailingZeroCount(mask)] != other[int.TrailingZeroCount(otherMask)])
            {
                return false;
            }

            mask &= mask - 1;
            otherMask &= otherMask - 1;
        }

        return mask == otherMask;
    }
}
