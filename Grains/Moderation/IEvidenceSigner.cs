using Whisper.Rooms;
using Whisper.Sessions;

namespace Whisper.Grains.Moderation;

/// <summary>
/// Seals each message as it is delivered, so that a report can quote it later although no server kept it. Only a holder
/// of the key can say what a sender wrote.
/// </summary>
public interface IEvidenceSigner
{
    /// <summary>The seal of one message: 22 characters of unpadded base64url.</summary>
    string Sign(MatchId match, SessionId sender, long n, string text, long atMs);

    /// <summary>The same 16 bytes before they are written as characters, of a text in UTF-8.</summary>
    void Seal(MatchId match, SessionId sender, long n, ReadOnlySpan<byte> utf8, long atMs, Span<byte> seal);

    /// <summary>Whether a seal belongs to exactly this message. Takes the same time wherever the seals differ.</summary>
    bool Verify(MatchId match, SessionId sender, long n, string text, long atMs, string mac);
}
