namespace Whisper.LoadTest.Checking;

/// <summary>Somebody was told of a match.</summary>
/// <param name="Match">The match's fingerprint.</param>
/// <param name="Person">The person's number in the run.</param>
/// <param name="Tier">1 or 2; 0 when it was learned from a resume.</param>
/// <param name="Intended">When the search was to begin, in microseconds.</param>
/// <param name="Found">When the person was told, in microseconds.</param>
internal readonly record struct MatchRecord(ulong Match, uint Person, uint Tier, long Intended, long Found);

/// <summary>What somebody has said and heard in a chat that is over, or as far as it has come when the run ends.</summary>
/// <param name="Match">The match's fingerprint; 0 when the server gives none.</param>
/// <param name="Person">The person's number in the run.</param>
/// <param name="IsOpen">Whether the chat goes on: then all that was sent must have arrived.</param>
/// <param name="Sent">Messages sent.</param>
/// <param name="Delivered">Of these, what the server has reported as delivered; -1 when the server reports nothing.</param>
/// <param name="Received">Messages shown.</param>
internal readonly record struct ChatRecord(ulong Match, uint Person, bool IsOpen, long Sent, long Delivered, long Received);
