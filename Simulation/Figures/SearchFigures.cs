using Whisper.Matching;

namespace Whisper.Simulation.Figures;

/// <summary>What the searches came to that began while figures were taken.</summary>
internal sealed class SearchFigures
{
    private readonly List<double>[] _waits = [.. Enum.GetValues<SearchEnd>().Select(_ => new List<double>())];

    /// <summary>Whether searches that begin now count.</summary>
    public bool Counting { get; set; }

    /// <summary>Searches that count.</summary>
    public long Begun { get; private set; }

    /// <summary>Of those, the ones that have ended.</summary>
    public long Ended => _waits.Sum(waits => (long)waits.Count);

    /// <summary>A search begins; whether it counts.</summary>
    public bool Begin()
    {
        Begun += Counting ? 1 : 0;
        return Counting;
    }

    /// <summary>A search that counts has ended.</summary>
    public void End(SearchEnd end, TimeSpan waited) => _waits[(int)end].Add(waited.TotalSeconds);

    /// <summary>Share of the searches that ended so, 0 to 1.</summary>
    public double Share(SearchEnd end) => Ended == 0 ? 0 : (double)_waits[(int)end].Count / Ended;

    /// <summary>Seconds that so many of the searches that ended so had lasted at most; NaN when there are none.</summary>
    /// <param name="end">Which end.</param>
    /// <param name="quantile">How many, 0 to 1.</param>
    public double Wait(SearchEnd end, double quantile) => Quantile(_waits[(int)end], quantile);

    /// <summary>The same of all who found somebody.</summary>
    /// <param name="quantile">How many, 0 to 1.</param>
    public double WaitOfMatched(double quantile) => Quantile([.. _waits[(int)SearchEnd.Exact], .. _waits[(int)SearchEnd.Overlap]], quantile);

    private static double Quantile(List<double> values, double quantile)
    {
        values.Sort();
        return values.Count == 0 ? double.NaN : values[Math.Min(values.Count - 1, (int)(quantile * values.Count))];
    }
}

/// <summary>How a search ended.</summary>
internal enum SearchEnd
{
    /// <summary>With somebody who has the same interests: <see cref="Tier.Exact"/>.</summary>
    Exact,

    /// <summary>With somebody who shares some: <see cref="Tier.Overlap"/>.</summary>
    Overlap,

    /// <summary>With nobody.</summary>
    TimedOut,

    /// <summary>Its person took it back.</summary>
    TakenBack,

    /// <summary>Its person went away.</summary>
    Vanished,
}
