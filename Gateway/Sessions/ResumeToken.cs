using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using Whisper.Sessions;

namespace Whisper.Gateway.Sessions;

/// <summary>
/// What lets a client take its session up again: the session's id and 32 random bytes, in base64url. Only the SHA-256 of
/// the random bytes is kept. It refuses to print itself.
/// </summary>
internal readonly struct ResumeToken
{
    private const int IdBytes = 16;
    private const int SecretBytes = 32;

    private ResumeToken(SessionId session, TokenHash hash, string? text) => (Session, Hash, Text) = (session, hash, text);

    /// <summary>Whose it is.</summary>
    public SessionId Session { get; }

    /// <summary>SHA-256 of the secret.</summary>
    public TokenHash Hash { get; }

    /// <summary>What the client is given; null for a token that a client showed.</summary>
    public string? Text { get; }

    /// <summary>A new token for a session.</summary>
    public static ResumeToken Draw(SessionId session)
    {
        Span<byte> bytes = stackalloc byte[IdBytes + SecretBytes];
        session.Value.TryWriteBytes(bytes, bigEndian: true, out _);
        RandomNumberGenerator.Fill(bytes[IdBytes..]);
        return new ResumeToken(session, TokenHash.Of(bytes[IdBytes..]), Base64Url.EncodeToString(bytes));
    }

    /// <summary>Reads a token that a client showed; false when it cannot be one.</summary>
    public static bool TryParse(string text, out ResumeToken token)
    {
        Span<byte> bytes = stackalloc byte[IdBytes + SecretBytes + 1];
        token = default;
        var status = Base64Url.DecodeFromChars(text, bytes, out _, out var written);
        if (status != OperationStatus.Done || written != IdBytes + SecretBytes)
        {
            return false;
        }

        token = new ResumeToken(new SessionId(new Guid(bytes[..IdBytes], bigEndian: true)), TokenHash.Of(bytes[IdBytes..written]), null);
        return true;
    }

    /// <summary>Never the token.</summary>
    public override string ToString() => "(token)";
}
