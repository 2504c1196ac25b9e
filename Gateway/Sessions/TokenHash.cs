using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Whisper.Gateway.Sessions;

/// <summary>SHA-256 of a resume token's secret, in place: 32 bytes and no object. It does not print itself.</summary>
[InlineArray(SHA256.HashSizeInBytes)]
internal struct TokenHash
{
    private byte _first;

    /// <summary>The hash of a secret.</summary>
    public static TokenHash Of(ReadOnlySpan<byte> secret)
    {
        var hash = default(TokenHash);
        SHA256.HashData(secret, hash);
        return hash;
    }

    /// <summary>Whether two are the same, in constant time.</summary>
    public readonly bool Matches(in TokenHash other) => CryptographicOperations.FixedTimeEquals(this, other);

    /// <summary>A copy for the cluster.</summary>
    public readonly byte[] ToArray() => ((ReadOnlySpan<byte>)this).ToArray();

    /// <summary>Never the hash.</summary>
    public override readonly string ToString() => "(hash)";
}
