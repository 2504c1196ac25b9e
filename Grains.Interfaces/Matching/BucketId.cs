using System.Security.Cryptography;
using System.Text;

namespace Whisper.Matching;

/// <summary>
/// Key of an interest's bucket grain. A digest rather than the interest itself, because grain keys appear in logs,
/// reminder tables and the dashboard, where interests must not.
/// </summary>
[GenerateSerializer, Immutable, Alias("whisper.bucket-id")]
public readonly record struct BucketId([property: Id(0)] string Key)
{
    // a power of two; popular interests are asked for thousands of times a second
    private static readonly Known?[] Lately = new Known?[4096];

    /// <summary>The bucket of a normalised interest: the first 96 bits of its SHA-256 digest in hexadecimal. Those asked for lately are remembered.</summary>
    public static BucketId Of(string interest)
    {
        ArgumentNullException.ThrowIfNull(interest);
        ref var place = ref Lately[interest.GetHashCode(StringComparison.Ordinal) & (Lately.Length - 1)];
        // read once: another thread may put another interest there meanwhile
        if (place is { } known && known.Interest == interest)
        {
            return known.Bucket;
        }

        var digest = SHA256.HashData(Encoding.UTF8.GetBytes("whisper.bucket\n" + interest));
        var bucket = new BucketId(Convert.ToHexStringLower(digest.AsSpan(0, 12)));
        place = new Known(interest, bucket);
        return bucket;
    }

    /// <summary>24 hexadecimal digits.</summary>
    public override string ToString() => Key;

    private sealed class Known(string interest, BucketId bucket)
    {
        public string Interest => interest;

        public BucketId Bucket => bucket;
    }
}
