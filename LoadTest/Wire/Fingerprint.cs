namespace Whisper.LoadTest.Wire;

/// <summary>Ids of servers as 64 bits, the same in every process (FNV-1a): a worker need not keep strings to compare them.</summary>
internal static class Fingerprint
{
    /// <summary>The fingerprint of an id; never 0, which stands for none.</summary>
    public static ulong Of(ReadOnlySpan<byte> id)
    {
        var hash = 14695981039346656037;
        foreach (var octet in id)
        {
            hash = (hash ^ octet) * 1099511628211;
        }

        return hash == 0 ? 1 : hash;
    }
}
