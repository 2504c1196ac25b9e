namespace Whisper.LoadTest.Checking;

/// <summary>
/// Puts together what both sides of each match have seen, in whichever worker: who was matched with whom, and whether
/// everything that one has sent has come to the other.
/// </summary>
internal sealed class Ledger
{
    private readonly Dictionary<ulong, Entry> _matches = [];
    private long _unpairedSent;
    private long _unpairedReceived;
    private bool _isWhole = true;

    /// <summary>Matches of which both sides know.</summary>
    public long Pairs { get; private set; }

    /// <summary>Matches of which only one side was told, so far.</summary>
    public long Halves { get; private set; }

    /// <summary>Matches with a third person, or of somebody with themselves: violations.</summary>
    public long DoubleMatches { get; private set; }

    /// <summary>Messages reported as delivered that were never shown: violations.</summary>
    public long FalselyDelivered { get; private set; }

    /// <summary>Messages sent in chats that went on, and had time to arrive, but did not: violations.</summary>
    public long Lost { get; private set; }

    /// <summary>Closes the books on servers that give matches no ids: what all have sent is compared with what all have received.</summary>
    public void Close()
    {
        if (_isWhole)
        {
            Lost += Math.Max(0, _unpairedSent - _unpairedReceived);
        }

        (_unpairedSent, _unpairedReceived) = (0, 0);
    }

    /// <summary>
    /// Enters that somebody was told of a match. When the other has been told as well and it was an exact match: how long the
    /// decision took, in microseconds, from the later of the two searches to the later of the two announcements.
    /// </summary>
    public long? Add(in MatchRecord match)
    {
        var entry = _matches.GetValueOrDefault(match.Match);
        if (entry.People == 0)
        {
            _matches[match.Match] = entry with { People = 1, First = match };
            Halves++;
            return null;
        }

        if (entry.People == 2 || entry.First.Person == match.Person)
        {
            DoubleMatches++;
            return null;
        }

        _matches[match.Match] = entry with { People = 2 };
        Pairs++;
        Halves--;
        var isExact = match.Tier == 1 && entry.First.Tier == 1;
        return isExact ? Math.Max(match.Found, entry.First.Found) - Math.Max(match.Intended, entry.First.Intended) : null;
    }

    /// <summary>Enters how a chat was, or stands.</summary>
    public void Add(in ChatRecord chat)
    {
        if (chat.Match == 0)
        {
            _unpairedSent += chat.Sent;
            _unpairedReceived += chat.Received;
            _isWhole &= chat.IsOpen;
            return;
        }

        var entry = _matches.GetValueOrDefault(chat.Match);
        if (entry.Chat is not { } other)
        {
            _matches[chat.Match] = entry with { Chat = chat };
            return;
        }

        Compare(chat, other);
        Compare(other, chat);
    }

    private void Compare(in ChatRecord from, in ChatRecord to)
    {
        // what was on its way when somebody left may be gone, but not what was reported as delivered
        FalselyDelivered += Math.Max(0, from.Delivered - to.Received);
        if (from.IsOpen && to.IsOpen)
        {
            Lost += Math.Max(0, from.Sent - to.Received);
        }
    }

    private readonly record struct Entry(int People, MatchRecord First, ChatRecord? Chat);
}
