using System.Text;
using Whisper.LoadTest.Adapters;
using Whisper.LoadTest.Checking;
using Whisper.LoadTest.Engine;
using Whisper.LoadTest.Measuring;
using Whisper.LoadTest.Wire;

namespace Whisper.LoadTest.People;

/// <summary>What people hear.</summary>
internal sealed partial class Crowd : IConnectionEvents, IServerEvents
{
    // the web client waits as long before it sends again what a gap has made useless
    private const long SettleAfterGap = 50 * Clock.Millisecond;
    private const long RetryAfterRefusal = Clock.Second;

    /// <inheritdoc />
    public void Opened(int id)
    {
        ref var person = ref _people[id];
        Tally[Count.Opened]++;
        var isAnswered = _adapter.Hello(_frames, person.Token, person.Chat?.Received ?? 0);
        _connections.Flush(id, _frames);
        if (!isAnswered)
        {
            _who = id;
            Welcomed(resumed: false, PersonState.Idle, default);
        }
    }

    /// <inheritdoc />
    public void Received(int id, Opcode opcode, ReadOnlySpan<byte> payload)
    {
        _who = id;
        _adapter.Read(opcode, payload, this);
        if (!_frames.Written.IsEmpty)
        {
            _connections.Flush(id, _frames);
        }
    }

    /// <inheritdoc />
    public void Closed(int id, int code)
    {
        if (!_people[id].IsGreeted)
        {
            Fail(id, code);
            return;
        }

        Tally[Count.Drops]++;
        Tally.Name(Tally.Ends, CloseCodes.Name(code));
        GoAway(id);
        _behaviour.Lost(id, code);
    }

    /// <inheritdoc />
    public void Welcomed(bool resumed, PersonState state, ReadOnlySpan<byte> token)
    {
        ref var person = ref _people[_who];
        person.IsGreeted = true;
        UnderWay--;
        Tally[Count.Greeted]++;
        Tally.Record(person.IsResuming ? Latency.Resume : Latency.Connect, Clock.Now - person.Intended);
        if (person.IsResuming)
        {
            Tally[resumed ? Count.Resumed : Count.NotResumed]++;
        }

        if (_settings.KeepsTokens && !token.IsEmpty)
        {
            Keep(ref person, token);
        }

        if (state != PersonState.Chatting)
        {
            EndChat(_who);
        }

        SetState(_who, state == PersonState.Away ? PersonState.Idle : state);
        if (state != PersonState.Chatting)
        {
            _behaviour.Greeted(_who, resumed, state);
        }
    }

    /// <inheritdoc />
    public void ChatResumed(ulong match, long accepted)
    {
        if (_people[_who].Chat is { } known && known.Match == match)
        {
            known.IsHeld = false;
            known.Acknowledge(Clock.Now);
            known.Rewind(known.Delivered + 1);
            _behaviour.Greeted(_who, resumed: true, PersonState.Chatting);
            Pump(_who, known);
            return;
        }

        // found while nobody was there to be told
        EndChat(_who);
        BeginChat(_who, match);
        Journal.Add(new MatchRecord(match, Number(_who), 0, _people[_who].Intended, Clock.Now));
        _behaviour.Greeted(_who, resumed: true, PersonState.Chatting);
        _behaviour.Matched(_who);
    }

    /// <inheritdoc />
    public void Searching()
    {
        Answered(_who);
        Tally.Record(Latency.SearchTaken, Clock.Now - _people[_who].Intended);
    }

    /// <inheritdoc />
    public void Matched(ulong match, int tier)
    {
        ref var person = ref _people[_who];
        if (person.Chat is { } present)
        {
            if (present.Match == match && match != 0)
            {
                return;
            }

            Tally[Count.DoubleMatches]++;
            EndChat(_who);
        }

        var now = Clock.Now;
        Tally[Count.Matched]++;
        Tally.Record(tier == 1 ? Latency.WaitExact : Latency.WaitOverlap, now - person.Intended);
        Journal.Add(new MatchRecord(match, Number(_who), (uint)tier, person.Intended, now));
        SetState(_who, PersonState.Chatting);
        BeginChat(_who, match);
        _behaviour.Matched(_who);
    }

    /// <inheritdoc />
    public void SearchEnded(bool timedOut)
    {
        if (timedOut)
        {
            Tally[Count.Timeouts]++;
        }

        SetState(_who, PersonState.Idle);
        _people[_who].Epoch++;
        _behaviour.SearchEnded(_who, timedOut);
    }

    /// <inheritdoc />
    public void Said(long number, ReadOnlySpan<byte> text)
    {
        if (_people[_who].Chat is not { } chat
            || !MessageText.TryRead(text, out var message)
            || message.Match != (uint)chat.Match
            || (chat.Partner != 0 && chat.Partner != message.Sender + 1)
            || (number != 0 && number != message.Number))
        {
            Tally[Count.Misdelivered]++;
            return;
        }

        chat.Partner = message.Sender + 1;
        if (message.Number <= chat.Received)
        {
            Tally[IsStillUnderWay(chat, message.Number) ? Count.Redelivered : Count.Repeated]++;
            return;
        }

        Tally[Count.Received]++;
        Tally.Record(Latency.Message, Clock.Now - message.Intended);
        if (message.Number != chat.Received + 1)
        {
            Tally[Count.Reordered]++;
        }

        chat.Received = message.Number;
        chat.Shown++;
        if (!chat.IsAckDue && (_adapter.Can & Abilities.Acknowledges) != 0)
        {
            chat.IsAckDue = true;
            _wheel.Remind(Clock.Now + _settings.AckDelay, _who, AckKind, _people[_who].Epoch);
        }

        _behaviour.Said(_who);
    }

    /// <inheritdoc />
    public void Delivered(long number)
    {
        if (_people[_who].Chat is { } chat)
        {
            Tally[Count.Delivered] += chat.Deliver(number);
            if (chat.MaySend)
            {
                Pump(_who, chat);
            }
        }
    }

    /// <inheritdoc />
    public void ChatEnded()
    {
        Tally[Count.ChatsEnded]++;
        EndChat(_who);
        SetState(_who, PersonState.Idle);
        _behaviour.ChatEnded(_who);
    }

    /// <inheritdoc />
    public void Refused(ReadOnlySpan<byte> code, ReadOnlySpan<byte> about, long expected, long retryAfterMs)
    {
        Tally[Count.Errors]++;
        Tally.Name(Tally.Errors, about.IsEmpty ? Encoding.UTF8.GetString(code) : $"{Encoding.UTF8.GetString(code)} ({Encoding.UTF8.GetString(about)})");
        if (_people[_who].Chat is { } chat && about.SequenceEqual("message"u8))
        {
            if (!chat.IsHeld)
            {
                chat.Rewind(expected > 0 ? expected : chat.Cursor - 1);
                Hold(_who, chat, retryAfterMs > 0 ? retryAfterMs * Clock.Millisecond : expected > 0 ? SettleAfterGap : RetryAfterRefusal);
            }
        }
        else if (about.SequenceEqual("find_match"u8) && _people[_who].State == PersonState.Searching)
        {
            SearchEnded(timedOut: false);
        }
    }

    /// <inheritdoc />
    public void Draining(long reconnectInMs)
    {
        // the close frame that follows is what counts
    }

    /// <inheritdoc />
    public FrameWriter Answer() => _frames;

    /// <inheritdoc />
    public void Unreadable() => Tally[Count.Unreadable]++;

    // an acknowledgement crosses what is sent again: only what was acknowledged long ago must not come
    private bool IsStillUnderWay(Chat chat, long number) => (_adapter.Can & Abilities.Acknowledges) != 0 && number > chat.AcknowledgedLongAgo;

    private static void Keep(ref Person person, ReadOnlySpan<byte> token)
    {
        if (person.Token?.Length == token.Length)
        {
            token.CopyTo(person.Token);
        }
        else
        {
            person.Token = token.ToArray();
        }
    }
}
