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
    /// <summary>The bucket of a normalised interest: the first 96 bits of its SHA-256 digest in hexadecimal.</summary>
    public static BucketId Of(string interest)
    {
        ArgumentNullException.ThrowIfNull(interest);
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes("whisper.bucket\n" + interest));
        return new BucketId(Convert.ToHexStringLower(digest.AsSpan(0, 12)));
    }

    /// <summary>24 hexadecimal digits.</summary>
    public override string ToString() => Key;
}
