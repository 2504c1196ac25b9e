using Whisper.LoadTest.Adapters;
using Whisper.LoadTest.Checking;
using Whisper.LoadTest.Engine;
using Whisper.LoadTest.Measuring;

namespace Whisper.LoadTest.People;

/// <summary>
/// The people of one worker. It knows the protocol's life: connect, be greeted, search, chat, lose the connection, come back;
/// it acknowledges, sends again, and checks what it hears. What people want is up to a <see cref="Behaviour"/>.
/// </summary>
internal sealed partial class Crowd
{
    private const byte ConnectKind = 0;
    private const byte AckKind = 1;
    private const byte ResendKind = 2;

    private readonly Person[] _people;
    private readonly Adapter _adapter;
    private readonly Behaviour _behaviour;
    private readonly CrowdSettings _settings;
    private readonly FrameWriter _frames;
    private readonly Stack<Chat> _chats = new();
    private readonly byte[] _text;
    private Connections _connections = null!;
    private Wheel _wheel = null!;

    // whom the frame that is being read is about
    private int _who;

    /// <summary>Makes them; they are not connected.</summary>
    public Crowd(CrowdSettings settings, Adapter adapter, Behaviour behaviour)
    {
        _settings = settings;
        _adapter = adapter;
        _behaviour = behaviour;
        _people = new Person[settings.Count];
        _text = new byte[Math.Max(settings.TextSize, MessageTextMin)];
        _frames = new((ulong)settings.FirstNumber + 0x9E3779B9);
        Random = new(HashCode.Combine(settings.Seed, settings.FirstNumber));
        behaviour.Attach(this);
    }

    private const int MessageTextMin = Wire.MessageText.MinLength;

    /// <summary>What the behaviours draw from.</summary>
    public Random Random { get; }

    /// <summary>How many there are.</summary>
    public int Size => _people.Length;

    /// <summary>The number in the whole run of the first of them.</summary>
    public int FirstNumber => _settings.FirstNumber;

    /// <summary>What the server can do.</summary>
    public Abilities Can => _adapter.Can;

    /// <summary>Connects whose welcome has not come.</summary>
    public int UnderWay { get; private set; }

    /// <summary>What has happened.</summary>
    public Tally Tally { get; } = new();

    /// <summary>What the parent checks.</summary>
    public Journal Journal { get; } = new();

    /// <summary>Gives them the means.</summary>
    public void Attach(Connections connections, Wheel wheel) => (_connections, _wheel) = (connections, wheel);

    /// <summary>What somebody is doing.</summary>
    public PersonState StateOf(int who) => _people[who].State;

    /// <summary>The chat that somebody is in, or null.</summary>
    public Chat? ChatOf(int who) => _people[who].Chat;

    /// <summary>Connects somebody, who takes up the last session if there is one to take up.</summary>
    public void Connect(int who, long intended)
    {
        ref var person = ref _people[who];
        // who did not get in at first has waited since then
        person.Intended = person.Intended > 0 ? person.Intended : intended;
        person.Server = (_settings.FirstNumber + who) % _settings.Servers;
        person.Attempt++;
        person.IsGreeted = false;
        person.IsResuming = person.Token is not null;
        Tally[Count.Connects]++;
        UnderWay++;
        var refused = _connections.Connect(who, person.Server);
        if (refused == 0)
        {
            _wheel.Remind(Clock.Now + _settings.ConnectPatience, who, ConnectKind, person.Attempt);
        }
        else
        {
            Fail(who, refused);
        }
    }

    /// <summary>Starts a search.</summary>
    public void Find(int who, ReadOnlySpan<byte[]> interests, long intended)
    {
        ref var person = ref _people[who];
        person.Intended = intended;
        person.Epoch++;
        SetState(who, PersonState.Searching);
        Tally[Count.Searches]++;
        Tally[Gauge.Unanswered]++;
        person.IsUnanswered = true;
        _adapter.Find(_frames, interests);
        _connections.Flush(who, _frames);
    }

    /// <summary>Says something that was to be said at a time.</summary>
    public void Say(int who, long intended)
    {
        Tally[Count.Intended]++;
        if (_people[who].Chat is { } chat && chat.Push(intended))
        {
            Pump(who, chat);
        }
    }

    /// <summary>Tells the partner that somebody types.</summary>
    public void Type(int who, bool on)
    {
        _adapter.Typing(_frames, on);
        _connections.Flush(who, _frames);
    }

    /// <summary>Leaves the chat; it is over when the server says so.</summary>
    public void Leave(int who)
    {
        _adapter.Leave(_frames);
        _connections.Flush(who, _frames);
    }

    /// <summary>Goes away as one who closes the page: nothing is left to come back to.</summary>
    public void Close(int who)
    {
        _connections.Close(who);
        GoAway(who);
        Forget(who);
    }

    /// <summary>Loses the connection; session and chat are kept for a resume.</summary>
    public void Drop(int who, bool reset)
    {
        _connections.Drop(who, reset);
        GoAway(who);
    }

    /// <summary>Some time, drawn exponentially, in microseconds.</summary>
    /// <param name="mean">Its mean, in seconds.</param>
    public long Some(double mean) => (long)(-Math.Log(1 - Random.NextDouble()) * mean * Clock.Second);

    /// <summary>Reminds a behaviour of somebody, unless the person has begun another search or chat by then.</summary>
    public void Remind(long due, int who, byte kind) => _wheel.Remind(due, who, kind, _people[who].Epoch);

    /// <summary>Something on the wheel is due.</summary>
    public void Reminded(int who, byte kind, ushort epoch)
    {
        ref var person = ref _people[who];
        if (kind == ConnectKind)
        {
            if (person.Attempt == epoch && !person.IsGreeted && _connections.IsInUse(who))
            {
                _connections.Drop(who, reset: true);
                Fail(who, CloseCodes.TimedOut);
            }
        }
        else if (person.Epoch != epoch)
        {
            // of another search or chat
        }
        else if (kind >= Behaviour.FirstKind)
        {
            _behaviour.Reminded(who, kind);
        }
        else if (person.Chat is { } chat)
        {
            RemindedOfChat(who, chat, kind);
        }
    }

    /// <summary>Messages that wait for their delivery.</summary>
    public long CountUndelivered()
    {
        var count = 0L;
        foreach (ref var person in _people.AsSpan())
        {
            count += person.Chat is { } chat ? chat.Last - chat.Delivered : 0;
        }

        return count;
    }

    /// <summary>Tells how the open chats stand.</summary>
    public void WriteOpenChats()
    {
        for (var who = 0; who < _people.Length; who++)
        {
            if (_people[who].Chat is { } chat)
            {
                Write(who, chat, isOpen: true);
            }
        }
    }

    private void RemindedOfChat(int who, Chat chat, byte kind)
    {
        if (kind == AckKind)
        {
            chat.IsAckDue = false;
            if (chat.Acknowledged < chat.Received && _connections.IsOpen(who))
            {
                Acknowledge(chat);
                _connections.Flush(who, _frames);
            }
        }
        else
        {
            chat.IsHeld = false;
            Pump(who, chat);
        }
    }

    private void Pump(int who, Chat chat)
    {
        if (_people[who].State != PersonState.Chatting || !_people[who].IsGreeted || !_connections.IsOpen(who))
        {
            return;
        }

        var acknowledges = (_adapter.Can & Abilities.Acknowledges) != 0;
        while (chat.MaySend)
        {
            var text = _text.AsSpan(0, _settings.TextSize);
            new Wire.MessageText(Number(who), (uint)chat.Match, (uint)chat.Cursor, chat.Intended(chat.Cursor)).Write(text);
            _adapter.Say(_frames, chat.Cursor, text);
            Tally[chat.Advance() ? Count.Sent : Count.Resent]++;
            if (!acknowledges)
            {
                chat.Deliver(chat.Sent);
            }
        }

        // what is to be said anyway goes out in the same packet
        if (acknowledges && chat.Acknowledged < chat.Received && !_frames.Written.IsEmpty)
        {
            Acknowledge(chat);
        }

        _connections.Flush(who, _frames);
    }

    private void Acknowledge(Chat chat)
    {
        _adapter.Acknowledge(_frames, chat.Received);
        chat.Acknowledge(Clock.Now);
    }

    private void Hold(int who, Chat chat, long micros)
    {
        chat.IsHeld = true;
        _wheel.Remind(Clock.Now + micros, who, ResendKind, _people[who].Epoch);
    }

    private uint Number(int who) => (uint)(_settings.FirstNumber + who);

    private void SetState(int who, PersonState state)
    {
        ref var person = ref _people[who];
        Answered(who);
        Gauged(person.State, -1);
        person.State = state;
        Gauged(state, 1);
    }

    private void Answered(int who)
    {
        if (_people[who].IsUnanswered)
        {
            _people[who].IsUnanswered = false;
            Tally[Gauge.Unanswered]--;
        }
    }

    private void Gauged(PersonState state, int change)
    {
        if (state != PersonState.Away)
        {
            Tally[Gauge.Online] += change;
            Tally[state == PersonState.Idle ? Gauge.Idle : state == PersonState.Searching ? Gauge.Searching : Gauge.Chatting] += change;
        }
    }

    private void GoAway(int who)
    {
        ref var person = ref _people[who];
        person.IsGreeted = false;
        person.Intended = 0;
        SetState(who, PersonState.Away);
    }

    private void Fail(int who, int code)
    {
        Tally[Count.ConnectFailures]++;
        UnderWay--;
        Tally.Name(Tally.Ends, CloseCodes.Name(code));
        _behaviour.Lost(who, code);
    }

    private void Forget(int who)
    {
        ref var person = ref _people[who];
        person.Token = null;
        EndChat(who);
    }

    private Chat BeginChat(int who, ulong match)
    {
        var chat = _chats.TryPop(out var used) ? used : new();
        chat.Begin(match);
        _people[who].Chat = chat;
        _people[who].Epoch++;
        return chat;
    }

    private void EndChat(int who)
    {
        ref var person = ref _people[who];
        person.Epoch++;
        if (person.Chat is { } chat)
        {
            Write(who, chat, isOpen: false);
            person.Chat = null;
            _chats.Push(chat);
        }
    }

    private void Write(int who, Chat chat, bool isOpen)
    {
        var delivered = (_adapter.Can & Abilities.Acknowledges) != 0 ? chat.Delivered : -1;
        Journal.Add(new ChatRecord(chat.Match, Number(who), isOpen, chat.Sent, delivered, chat.Shown));
    }
}
