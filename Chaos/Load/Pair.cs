using Whisper.Chaos.Clients;

namespace Whisper.Chaos.Load;

/// <summary>
/// Two people who meet by interests that nobody else has, and talk without end. When their chat ends, for whatever reason,
/// both go: whether it may have ended is the checker's to say.
/// </summary>
internal sealed class Pair : IBehaviour
{
    private readonly string[] _interests;
    private readonly Action<Pair> _over;
    private bool _gone;

    public Pair(Crowd crowd, int number, string role, Action<Pair> over, Func<System.Net.IPEndPoint>? firstAt = null)
    {
        _over = over;
        _interests = [$"pair {crowd.Tag} {number} a", $"pair {crowd.Tag} {number} b"];
        First = crowd.Add(role, this, firstAt);
        Second = crowd.Add(role, this);
    }

    /// <summary>One of them.</summary>
    public Person First { get; }

    /// <summary>The other one.</summary>
    public Person Second { get; }

    /// <summary>Whether both are in their chat, and connected.</summary>
    public bool Together => First.Chatting && Second.Chatting && First.Online && Second.Online;

    /// <summary>Whether everything that was said has been delivered.</summary>
    public bool Settled => IsSettled(First) && IsSettled(Second);

    /// <summary>What is said now, to be asked later whether it has been delivered.</summary>
    public Func<bool> CaughtUp()
    {
        Func<bool>[] both = [CaughtUp(First.Chat), CaughtUp(Second.Chat)];
        return () => both[0]() && both[1]();
    }

    public void Arrived(Person person) => person.Find(_interests);

    // a partner who was lost in the middle of the match is looked for again
    public void Alone(Person person) => person.Find(_interests);

    public void Parted(Person person) => Go();

    public void Banished(Person person) => Go();

    /// <summary>Ends the chat in good order.</summary>
    public void Leave()
    {
        if (First.Chatting)
        {
            First.Leave();
        }
        else
        {
            Go();
        }
    }

    private static bool IsSettled(Person person) => person.Chat is null or { Over: true } or { Outbox.Waiting: 0 };

    private static Func<bool> CaughtUp(Chat? chat)
    {
        var last = chat is null ? 0 : chat.Outbox.Next - 1;
        return () => chat is null or { Over: true } || chat.Outbox.HasDelivered(last);
    }

    private void Go()
    {
        if (!_gone)
        {
            _gone = true;
            First.Retire();
            Second.Retire();
            _over(this);
        }
    }
}
