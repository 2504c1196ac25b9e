using CsCheck;

namespace Whisper.Fuzz.Generating;

/// <summary>Small changes to bytes, as a network or a hostile client might make them.</summary>
internal static class Mutations
{
    private static readonly Gen<(int Kind, double Where, byte Value, int Length)> Change = Gen.Select(Gen.Int[0, 5], Gen.Double[0, 1], Gen.Byte, Gen.Int[1, 20]);

    /// <summary>The same with one to four changes.</summary>
    public static Gen<byte[]> Of(Gen<byte[]> bytes) => Gen.Select(bytes, Change.Array[1, 4]).Select((original, changes) => changes.Aggregate(original, Apply));

    private static byte[] Apply(byte[] bytes, (int Kind, double Where, byte Value, int Length) change)
    {
        var at = Math.Min((int)(change.Where * bytes.Length), Math.Max(0, bytes.Length - 1));
        var end = Math.Min(bytes.Length, at + change.Length);
        if (bytes.Length == 0)
        {
            return [change.Value];
        }

        switch (change.Kind)
        {
            case 0:
                // one bit
                byte[] flipped = [.. bytes];
                flipped[at] ^= (byte)(1 << (change.Value & 7));
                return flipped;
            case 1:
                byte[] changed = [.. bytes];
                changed[at] = change.Value;
                return changed;
            case 2:
                return [.. bytes[..at], change.Value, .. bytes[at..]];
            case 3:
                return [.. bytes[..at], .. bytes[end..]];
            case 4:
                // once more
                return [.. bytes[..end], .. bytes[at..]];
            default:
                return bytes[..at];
        }
    }
}
