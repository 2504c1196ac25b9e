using Whisper.Chaos.Loops;
using Whisper.Chaos.Wire;

namespace Whisper.Chaos.Clients;

/// <summary>One conversation of one person.</summary>
internal sealed class Chat
{
    private const int MostEvidence = 20;
    private readonly Queue<Evidence> _evidence = new();

    public Chat(string match, int person, Loop loop, Func<ClientFrame, bool> send)
    {
        Match = match;
        Outbox = new Outbox(loop, n => send(new ClientFrame("message") { N = n, Text = new MessageText(person, match, n).Encode() }));
        Inbox = new Inbox(loop, n => send(new ClientFrame("ack") { N = n }));
    }

    /// <summary>Its name.</summary>
    public string Match { get; }

    /// <summary>What is on its way out.</summary>
    public Outbox Outbox { get; }

    /// <summary>What came in.</summary>
    public Inbox Inbox { get; }

    /// <summary>Whether this person has decided to leave.</summary>
    public bool Leaving { get; set; }

    /// <summary>Whether it is over.</summary>
    public bool Over { get; private set; }

    /// <summary>What a report quotes: the partner's latest messages.</summary>
    public IReadOnlyList<Evidence> Evidence => [.. _evidence];

    /// <summary>Keeps a message that was shown for a report.</summary>
    public void Keep(ServerFrame message)
    {
        _evidence.Enqueue(new Evidence(message.N, message.Text!, message.At, message.Mac!));
        if (_evidence.Count > MostEvidence)
        {
            _evidence.Dequeue();
        }
    }

    /// <summary>It is over; no timer outlives it.</summary>
    public void End()
    {
        Over = true;
        Outbox.Disconnected();
        Inbox.Stop();
    }
}
