using HdrHistogram;

namespace Whisper.LoadTest.Measuring;

/// <summary>
/// A histogram as base64 of pairs, each the step from the last value and its count, in seven bits a byte: a second of one
/// worker is a few hundred bytes, and the format is the same in every version of the library.
/// </summary>
internal static class Sparse
{
    /// <summary>Encodes what was recorded.</summary>
    public static string Encode(LongHistogram values)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        var last = 0L;
        foreach (var value in values.RecordedValues())
        {
            writer.Write7BitEncodedInt64(value.ValueIteratedTo - last);
            writer.Write7BitEncodedInt64(value.CountAtValueIteratedTo);
            last = value.ValueIteratedTo;
        }

        writer.Flush();
        return Convert.ToBase64String(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    /// <summary>Adds what was encoded.</summary>
    public static void AddTo(LongHistogram values, string text)
    {
        using var bytes = new MemoryStream(Convert.FromBase64String(text));
        using var reader = new BinaryReader(bytes);
        for (var value = 0L; bytes.Position < bytes.Length;)
        {
            value += reader.Read7BitEncodedInt64();
            values.RecordValueWithCount(Math.Min(value, values.HighestTrackableValue), reader.Read7BitEncodedInt64());
        }
    }
}
