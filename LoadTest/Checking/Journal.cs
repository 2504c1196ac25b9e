using System.Runtime.InteropServices;

namespace Whisper.LoadTest.Checking;

/// <summary>What a worker has to tell the parent for its checks since it was last asked.</summary>
internal sealed class Journal
{
    private readonly List<MatchRecord> _matches = [];
    private readonly List<ChatRecord> _chats = [];

    /// <summary>Adds a match.</summary>
    public void Add(in MatchRecord match)
    {
        if (match.Match != 0)
        {
            _matches.Add(match);
        }
    }

    /// <summary>Adds a chat.</summary>
    public void Add(in ChatRecord chat) => _chats.Add(chat);

    /// <summary>Takes the matches, encoded; null when there are none.</summary>
    public string? TakeMatches() => Take(_matches);

    /// <summary>Takes the chats, encoded; null when there are none.</summary>
    public string? TakeChats() => Take(_chats);

    /// <summary>What one of the two has encoded.</summary>
    public static T[] Decode<T>(string? text)
        where T : unmanaged => text is null ? [] : MemoryMarshal.Cast<byte, T>(Convert.FromBase64String(text)).ToArray();

    private static string? Take<T>(List<T> records)
        where T : unmanaged
    {
        if (records.Count == 0)
        {
            return null;
        }

        var text = Convert.ToBase64String(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(records)));
        records.Clear();
        return text;
    }
}
