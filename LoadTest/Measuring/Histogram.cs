using HdrHistogram;

namespace Whisper.LoadTest.Measuring;

/// <summary>
/// Latencies from 1 µs to two minutes with three significant digits. Made when the first value comes: a worker that only
/// holds connections pays for none.
/// </summary>
internal sealed class Histogram
{
    private const long Highest = 120_000_000;
    private const int Digits = 3;

    private LongHistogram? _values;

    /// <summary>How many values there are.</summary>
    public long Count => _values?.TotalCount ?? 0;

    /// <summary>Adds a value in microseconds.</summary>
    public void Record(long micros) => Values.RecordValue(Math.Clamp(micros, 1, Highest));

    /// <summary>Adds another's values.</summary>
    public void Add(Histogram other)
    {
        if (other._values is { } values)
        {
            Values.Add(values);
        }
    }

    /// <summary>Forgets them.</summary>
    public void Reset() => _values?.Reset();

    /// <summary>The value below which <paramref name="percent"/> of the values lie, in microseconds; 0 when there are none.</summary>
    public long Percentile(double percent) => Count == 0 ? 0 : _values!.GetValueAtPercentile(percent);

    /// <summary>The largest, in microseconds.</summary>
    public long Max => Count == 0 ? 0 : _values!.GetMaxValue();

    /// <summary>Their mean, in microseconds.</summary>
    public double Mean => Count == 0 ? 0 : _values!.GetMean();

    /// <summary>It as text, for another process.</summary>
    public string Encode() => Sparse.Encode(Values);

    /// <summary>Adds what <see cref="Encode"/> has made.</summary>
    public void Decode(string text) => Sparse.AddTo(Values, text);

    private LongHistogram Values => _values ??= new LongHistogram(1, Highest, Digits);
}
