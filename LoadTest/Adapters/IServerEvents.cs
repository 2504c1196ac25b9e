namespace Whisper.LoadTest.Adapters;

/// <summary>What a server may tell a person, in words that all servers share.</summary>
internal interface IServerEvents
{
    /// <summary>The session is there: searches may begin.</summary>
    /// <param name="resumed">Whether it is the one from before the connection was lost.</param>
    /// <param name="state">What the person is doing according to the server.</param>
    /// <param name="token">With what it can be taken up again; empty when the server has no such thing.</param>
    void Welcomed(bool resumed, PersonState state, ReadOnlySpan<byte> token);

    /// <summary>The chat of a resumed session.</summary>
    /// <param name="match">Its fingerprint.</param>
    /// <param name="accepted">The person's own messages that the server has.</param>
    void ChatResumed(ulong match, long accepted);

    /// <summary>A search has been taken.</summary>
    void Searching();

    /// <summary>Somebody was found.</summary>
    /// <param name="match">The match's fingerprint, the same for both; 0 when the server gives it no id.</param>
    /// <param name="tier">1: identical interests; 2: some in common.</param>
    void Matched(ulong match, int tier);

    /// <summary>Nobody was found, or the search was cancelled: idle again.</summary>
    void SearchEnded(bool timedOut);

    /// <summary>A message of the partner.</summary>
    /// <param name="number">Its number; 0 when the server does not number.</param>
    /// <param name="text">Its text, as it lies in the frame.</param>
    void Said(long number, ReadOnlySpan<byte> text);

    /// <summary>The partner has everything up to a number.</summary>
    void Delivered(long number);

    /// <summary>The chat is over: idle again.</summary>
    void ChatEnded();

    /// <summary>Something was refused.</summary>
    /// <param name="code">The server's code.</param>
    /// <param name="about">The kind of frame it is about; empty when unsaid.</param>
    /// <param name="expected">The message number that the server waits for; 0 when unsaid.</param>
    /// <param name="retryAfterMs">When to try again, in milliseconds; 0 when unsaid.</param>
    void Refused(ReadOnlySpan<byte> code, ReadOnlySpan<byte> about, long expected, long retryAfterMs);

    /// <summary>The server is leaving: come back after a while.</summary>
    void Draining(long reconnectInMs);

    /// <summary>Something that needs an answer on the application's level: the adapter writes it into the writer that it is given.</summary>
    Engine.FrameWriter Answer();

    /// <summary>A frame that no server of this kind may send.</summary>
    void Unreadable();
}

/// <summary>What a person is doing, as far as its server knows.</summary>
internal enum PersonState : byte
{
    /// <summary>Not connected, or not greeted yet.</summary>
    Away,

    Idle,
    Searching,
    Chatting,
}
