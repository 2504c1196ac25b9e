using Whisper.LoadTest.Adapters;

namespace Whisper.LoadTest.People;

/// <summary>All that is kept of a person: 40 bytes, a token where resumes matter, and a <see cref="Chat"/> while there is one.</summary>
internal struct Person
{
    public Chat? Chat;
    public byte[]? Token;

    /// <summary>When what is under way, a connect or a search, was to begin, microseconds; 0 while somebody is away and has not tried to come back.</summary>
    public long Intended;

    public int Server;

    /// <summary>Counts the person's searches and chats: a reminder of an earlier one is of no interest.</summary>
    public ushort Epoch;

    /// <summary>Counts the person's connections, for the same reason.</summary>
    public ushort Attempt;

    public PersonState State;

    public bool IsResuming;

    /// <summary>Whether a search waits for its first answer.</summary>
    public bool IsUnanswered;

    /// <summary>Whether the welcome has come over this connection.</summary>
    public bool IsGreeted;
}
