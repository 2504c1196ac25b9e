using Whisper.LoadTest.Adapters;
using Whisper.LoadTest.Workers;

namespace Whisper.LoadTest.People;

/// <summary>
/// What the people of a worker do: a scenario's part that runs there. All calls come on the loop's thread, with the index of
/// the person that they are about.
/// </summary>
internal abstract class Behaviour
{
    /// <summary>The kinds of reminders from which on they are a behaviour's own.</summary>
    public const byte FirstKind = 16;

    /// <summary>The people.</summary>
    protected Crowd Crowd { get; private set; } = null!;

    /// <summary>What connects them.</summary>
    public Connecting Connecting { get; set; } = null!;

    /// <summary>Whether lost sessions are taken up again.</summary>
    public virtual bool Resumes => false;

    /// <summary>Gets its people.</summary>
    public virtual void Attach(Crowd crowd) => Crowd = crowd;

    /// <summary>The parent wants something that not every behaviour knows.</summary>
    public virtual void Command(WorkerCommand command, long now)
    {
    }

    /// <summary>Once a turn of the loop: does what is due.</summary>
    public virtual void Turn(long now)
    {
    }

    /// <summary>When the next turn is needed at the latest, in microseconds.</summary>
    public virtual long Next => long.MaxValue;

    /// <summary>The session has begun, or was taken up again.</summary>
    public virtual void Greeted(int who, bool resumed, PersonState state)
    {
    }

    /// <summary>Somebody was found.</summary>
    public virtual void Matched(int who)
    {
    }

    /// <summary>Nobody was found.</summary>
    public virtual void SearchEnded(int who, bool timedOut)
    {
    }

    /// <summary>A message has come.</summary>
    public virtual void Said(int who)
    {
    }

    /// <summary>The chat is over.</summary>
    public virtual void ChatEnded(int who)
    {
    }

    /// <summary>The connection has ended and was not meant to, or did not come about: the person tries again, unless the scenario knows better.</summary>
    public virtual void Lost(int who, int code) => Connecting.Again(who, Engine.Clock.Now);

    /// <summary>A reminder of the behaviour is due.</summary>
    public virtual void Reminded(int who, byte kind)
    {
    }
}
