using System.Net;
using Whisper.Chaos.Histories;
using Whisper.Chaos.Loops;
using Whisper.Chaos.Wire;

namespace Whisper.Chaos.Clients;

/// <summary>
/// A person at a client that behaves as the web client does (<c>frontend/src/lib/session</c>) and writes down what they did
/// and saw. What they want is kept apart from what the server last said they are doing; <see cref="Reconcile"/> sends
/// whatever closes the difference, so that no wish is lost while the connection is down.
/// </summary>
internal sealed class Person : IConnectionOwner
{
    private enum Doing
    {
        Unknown,
        Idle,
        Searching,
        Chatting,
    }

    private readonly Loop _loop;
    private readonly IBehaviour _behaviour;
    private readonly Connection _connection;
    private Doing _server;
    private string? _token;
    private IReadOnlyList<string>? _wanted;
    private bool _asked;
    private bool _retired;

    public Person(int id, string role, Loop loop, Func<IPEndPoint> server, IBehaviour behaviour)
    {
        (Id, _loop, _behaviour) = (id, loop, behaviour);
        History = new History(id, role);
        Random = new Random(id);
        _connection = new Connection(loop, server, this, Random);
        Reporter = new Reporter(this, loop);
    }

    /// <summary>Their number.</summary>
    public int Id { get; }

    /// <summary>What they did and saw.</summary>
    public History History { get; }

    /// <summary>Their own dice.</summary>
    public Random Random { get; }

    /// <summary>The chat that they are in, or were in last.</summary>
    public Chat? Chat { get; private set; }

    /// <summary>Their report.</summary>
    public Reporter Reporter { get; }

    /// <summary>Whether they are in a chat.</summary>
    public bool Chatting => Chat is { Over: false };

    /// <summary>Whether they are waiting for a partner.</summary>
    public bool Searching => _wanted is not null;

    /// <summary>Whether the server has said that it looks for a partner for them.</summary>
    public bool IsSearched => Searching && _server == Doing.Searching;

    /// <summary>Whether the connection is there and greeted.</summary>
    public bool Online => _connection.Online;

    /// <summary>Connects.</summary>
    public void Start() => _connection.Start();

    /// <summary>Looks for a partner.</summary>
    public void Find(IReadOnlyList<string> interests)
    {
        _wanted = interests;
        _asked = false;
        Reconcile();
    }

    /// <summary>Says something that was due at a time of <see cref="Clock"/>; nothing without a chat.</summary>
    public void Say(long due)
    {
        if (Chat is { Over: false, Leaving: false } chat)
        {
            Note(EventKind.Sent, chat.Match, chat.Outbox.Next, at: due);
            chat.Outbox.Push();
        }
    }

    /// <summary>Ends the chat.</summary>
    public void Leave()
    {
        if (Chat is { Over: false, Leaving: false } chat)
        {
            chat.Leaving = true;
            Note(EventKind.Leaving, chat.Match);
            _connection.Send(new ClientFrame("leave"));
        }
    }

    /// <summary>Goes for good.</summary>
    public void Retire()
    {
        if (!_retired)
        {
            _retired = true;
            Note(EventKind.Retired);
            Chat?.End();
            _connection.Stop();
        }
    }

    /// <summary>Sends a frame now; false when that is not possible.</summary>
    public bool Send(ClientFrame frame) => _connection.Send(frame);

    /// <summary>Writes something down.</summary>
    public void Note(EventKind kind, string? name = null, long n = 0, long other = 0, int peer = 0, string? said = null, long? at = null) =>
        History.Add(new HistoryEvent(at ?? Clock.Now, kind, name, n, other, peer, said));

    void IConnectionOwner.Opened() => _connection.Send(_token is null
        ? new ClientFrame("hello")
        : new ClientFrame("hello") { Resume = _token, Received = Chat?.Inbox.Shown ?? 0 });

    void IConnectionOwner.Reconnecting()
    {
        if (_token is not null)
        {
            Chat?.Outbox.Disconnected();
            Note(EventKind.Reconnecting);
        }
    }

    void IConnectionOwner.Lost(int code, bool final)
    {
        Chat?.Outbox.Disconnected();
        Note(final ? EventKind.Stopped : EventKind.Lost, n: code);
        if (final && !_retired)
        {
            _behaviour.Banished(this);
        }
    }

    void IConnectionOwner.Received(ServerFrame frame)
    {
        if (_retired)
        {
            return;
        }

        switch (frame.Type)
        {
            case "welcome":
                Welcome(frame);
                break;
            case "searching":
                _server = Doing.Searching;
                Note(EventKind.Searching, n: frame.Tier, other: frame.WaitedMs);
                Reconcile();
                break;
            case "match_found":
                Begin(frame.Match!, frame.Tier);
                break;
            case "match_timeout":
                _server = Doing.Idle;
                Note(EventKind.TimedOut, other: frame.WaitedMs);
                GiveUpSearch();
                break;
            case "message":
                Take(frame);
                break;
            case "delivered" when Chat is { } chat:
                Note(EventKind.Delivered, chat.Match, frame.N);
                chat.Outbox.Delivered(frame.N);
                break;
            case "partner" when Chat is { } chat:
                Note(frame.State == "away" ? EventKind.Away : EventKind.Back, chat.Match);
                break;
            case "chat_ended":
                End(EventKind.Ended, 0, frame.Reason);
                break;
            case "reported":
                Reporter.Stored(frame.Case!);
                _behaviour.Answered(this);
                break;
            case "error":
                PersonErrors.Apply(this, frame);
                break;
        }
    }

    // ---- for PersonErrors and Reporter ----

    /// <summary>Both sides have a different idea of the state: a new <c>hello</c> settles it.</summary>
    public void Resync() => _connection.Restart();

    /// <summary>The server does not search.</summary>
    public void SearchRefused(string code)
    {
        Note(EventKind.Refused, code);
        GiveUpSearch();
    }

    /// <summary>The report came to nothing.</summary>
    public void ReportGivenUp() => _behaviour.Answered(this);

    // ---- frames ----

    private void Welcome(ServerFrame frame)
    {
        var firstTime = _token is null;
        _token = frame.Token;
        _server = frame.State switch { "searching" => Doing.Searching, "chatting" => Doing.Chatting, _ => Doing.Idle };
        var wasAsked = _asked;
        _asked = _server == Doing.Searching;
        Note(frame.Resumed ? EventKind.Resumed : EventKind.Begun, frame.Session);
        if (frame.Chat is { } chat && _server == Doing.Chatting)
        {
            Begin(chat.Match, chat.Tier);
        }
        else if (Chatting && frame.Resumed)
        {
            // its end was told while nobody listened, or follows
            LookForEnd(Chat!);
        }
        else if (Chatting)
        {
            End(EventKind.EndedUnseen, 0, null);
        }
        else if (wasAsked && Searching && _server == Doing.Idle)
        {
            Note(EventKind.SearchGone, n: frame.Resumed ? 1 : 0);
            GiveUpSearch();
        }

        Reporter.Connected();
        if (firstTime)
        {
            _behaviour.Arrived(this);
        }

        Reconcile();
    }

    /// <summary>A <c>chat_ended</c> follows the greeting when the server knows why; it gets a moment to do so.</summary>
    private void LookForEnd(Chat chat) => _loop.After(TimeSpan.FromSeconds(1), () =>
    {
        if (Chat == chat && !chat.Over && Online)
        {
            End(EventKind.EndedUnseen, 1, null);
        }
    });

    private void Begin(string match, int tier)
    {
        _server = Doing.Chatting;
        if (Chat?.Match != match)
        {
            Chat?.End();
            Note(EventKind.Matched, match, tier);
            Chat = new Chat(match, Id, _loop, _connection.Send);
            Reporter.Forget();
            (_wanted, _asked) = (null, false);
            Chat.Outbox.Connected();
            _behaviour.Met(this);
        }
        else if (!Chat.Over)
        {
            Chat.Outbox.Connected();
        }

        Reconcile();
    }

    private void Take(ServerFrame frame)
    {
        if (Chat is not { Over: false } chat)
        {
            return;
        }

        switch (chat.Inbox.Take(frame.N))
        {
            case Verdict.Gap:
                Note(EventKind.Gap, chat.Match, frame.N);
                Resync();
                break;
            case Verdict.Show:
                var text = MessageText.Decode(frame.Text!);
                // most texts speak of the match that they are shown in: one string for both
                var said = text.Match == chat.Match ? chat.Match : text.Match;
                Note(EventKind.Shown, chat.Match, frame.N, text.N, text.Person, said);
                chat.Keep(frame);
                _behaviour.Read(this);
                break;
        }
    }

    private void End(EventKind kind, long n, string? reason)
    {
        _server = Doing.Idle;
        if (Chat is { Over: false } chat)
        {
            chat.End();
            Note(kind, chat.Match, n, said: reason);
            _behaviour.Parted(this);
        }

        Reconcile();
    }

    private void GiveUpSearch()
    {
        (_wanted, _asked) = (null, false);
        _behaviour.Alone(this);
    }

    private void Reconcile()
    {
        if (!_connection.Online)
        {
            return;
        }

        if (_server == Doing.Chatting && Chat is { Over: false, Leaving: true })
        {
            _connection.Send(new ClientFrame("leave"));
        }
        else if (_server == Doing.Idle && _wanted is { } interests && !_asked)
        {
            Note(EventKind.Asked);
            _asked = _connection.Send(new ClientFrame("find_match") { Interests = interests });
        }
    }
}
