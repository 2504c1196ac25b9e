using Whisper.LoadTest.Engine;

namespace Whisper.LoadTest.Adapters;

/// <summary>
/// How to talk to one kind of server: an adapter turns intents into frames and frames into <see cref="IServerEvents"/>. It
/// keeps no state of a person; one object serves all of a worker. What a server has not got, it leaves out:
/// <see cref="Can"/> says so, and scenarios heed it.
/// </summary>
internal abstract class Adapter
{
    /// <summary>What <c>--adapter</c> calls it.</summary>
    public abstract string Name { get; }

    /// <summary>The path of its WebSocket, when the address gives none.</summary>
    public abstract string Path { get; }

    /// <summary>What it offers as subprotocol, or null.</summary>
    public virtual string? Subprotocol => null;

    /// <summary>What its server can do.</summary>
    public abstract Abilities Can { get; }

    /// <summary>Writes what a client says first when the connection is open.</summary>
    /// <param name="frames">Where to.</param>
    /// <param name="token">Of the session that is to be resumed; empty for a new one.</param>
    /// <param name="received">The partner's messages that have arrived, for a resume.</param>
    /// <returns>Whether the server answers with a welcome; if not, the person counts as greeted at once.</returns>
    public abstract bool Hello(FrameWriter frames, ReadOnlySpan<byte> token, long received);

    /// <summary>Writes a search.</summary>
    /// <param name="frames">Where to.</param>
    /// <param name="interests">Lower-case ASCII letters, digits and spaces.</param>
    public abstract void Find(FrameWriter frames, ReadOnlySpan<byte[]> interests);

    /// <summary>Writes a message.</summary>
    /// <param name="frames">Where to.</param>
    /// <param name="number">Its number: 1, 2, 3, …</param>
    /// <param name="text">ASCII that needs no escapes.</param>
    public abstract void Say(FrameWriter frames, long number, ReadOnlySpan<byte> text);

    /// <summary>Writes that the person leaves the chat.</summary>
    public abstract void Leave(FrameWriter frames);

    /// <summary>Writes that everything up to a number has arrived; called only when <see cref="Abilities.Acknowledges"/>.</summary>
    public virtual void Acknowledge(FrameWriter frames, long number)
    {
    }

    /// <summary>Writes that the person types, or no longer does; called only when <see cref="Abilities.Types"/>.</summary>
    public virtual void Typing(FrameWriter frames, bool on)
    {
    }

    /// <summary>Reads a message of the server and tells what it says.</summary>
    public abstract void Read(Opcode opcode, ReadOnlySpan<byte> payload, IServerEvents events);
}

/// <summary>What a server can do.</summary>
[Flags]
internal enum Abilities
{
    None = 0,

    /// <summary>It wants acknowledgements and says what was delivered.</summary>
    Acknowledges = 1,

    /// <summary>A lost session can be resumed.</summary>
    Resumes = 2,

    /// <summary>It relays that somebody types.</summary>
    Types = 4,

    /// <summary>It matches by overlap when nobody has the same interests, and gives up.</summary>
    Relaxes = 8,
}
