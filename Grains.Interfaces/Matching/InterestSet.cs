using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Whisper.Matching;

/// <summary>2 to 5 distinct normalised interests in ordinal order. It refuses to print them.</summary>
[GenerateSerializer, Immutable, Alias("whisper.interest-set")]
public sealed record InterestSet
{
    // found at first use: it takes seven digests, and a set does not change
    [NonSerialized]
    private string? _home;

    private InterestSet(ImmutableArray<string> values) => Values = values;

    /// <summary>The interests, sorted by ordinal comparison.</summary>
    [Id(0)]
    public ImmutableArray<string> Values { get; }

    /// <summary>
    /// The bucket that holds a ticket for this set: rendezvous hashing of the whole set over its interests, so that
    /// identical sets meet and different sets of one popular interest spread.
    /// </summary>
    public BucketId Home => new(_home ??= BucketId.Of(Values[Rendezvous.Pick(Values.AsSpan())]).Key);

    /// <summary>Normalises and checks what a client sent; false when the protocol's rules are not met.</summary>
    public static bool TryCreate(IReadOnlyList<string> raw, [NotNullWhen(true)] out InterestSet? set)
    {
        ArgumentNullException.ThrowIfNull(raw);
        set = null;
        if (raw.Count > InterestRules.MaxRawCount)
        {
            return false;
        }

        var distinct = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var text in raw)
        {
            var interest = text is null ? null : InterestRules.Normalise(text);
            if (interest is null)
            {
                return false;
            }

            distinct.Add(interest);
            if (distinct.Count > InterestRules.MaxCount)
            {
                return false;
            }
        }

        if (distinct.Count < InterestRules.MinCount)
        {
            return false;
        }

        set = new InterestSet([.. distinct]);
        return true;
    }

    /// <summary>The interests both sets hold, sorted.</summary>
    public ImmutableArray<string> Shared(InterestSet other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return [.. Values.Where(value => other.Values.Contains(value))];
    }

    /// <inheritdoc />
    public bool Equals(InterestSet? other) => other is not null && Values.AsSpan().SequenceEqual(other.Values.AsSpan());

    /// <inheritdoc />
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var value in Values)
        {
            hash.Add(value, StringComparer.Ordinal);
        }

        return hash.ToHashCode();
    }

    /// <summary>How many interests, never which.</summary>
    public override string ToString() => $"({Values.Length} interests)";
}
