using System.Text;
using Whisper.LoadTest.Adapters;
using Whisper.LoadTest.Engine;
using Whisper.LoadTest.Measuring;
using Whisper.LoadTest.People;
using Whisper.LoadTest.Workers;

namespace Whisper.LoadTest.Scenarios;

/// <summary>
/// People who search in twos, so that each finds somebody at once, and then talk: at each arrival of an open loop one of them,
/// drawn evenly, says something.
/// </summary>
internal class Talkers(LoadOptions options) : Behaviour
{
    private Pool _chatting = null!;
    private Arrivals _searches = null!;
    private Arrivals _messages = null!;
    private int _pairs;
    private int _searching;

    /// <inheritdoc />
    public override long Next => Math.Min(_searching < _pairs ? _searches.Next : long.MaxValue, _chatting.Count > 0 ? _messages.Next : long.MaxValue);

    /// <inheritdoc />
    public override void Attach(Crowd crowd)
    {
        base.Attach(crowd);
        _searches = new(crowd.Random, isPoisson: false);
        _messages = new(crowd.Random, isPoisson: true);
        _chatting = new(crowd.Size);
    }

    /// <inheritdoc />
    public override void Command(WorkerCommand command, long now)
    {
        switch (command.Do)
        {
            case WorkerCommand.Pair:
                _pairs = Math.Min(command.Count, Crowd.Size);
                _searches.Set(command.Rate, now);
                break;
            case WorkerCommand.Load:
                _messages.Set(command.Rate, now);
                break;
        }
    }

    /// <inheritdoc />
    public override void Turn(long now)
    {
        while (_searching < _pairs && _searches.TryTake(now, out var intended))
        {
            Search(_searching++, intended);
        }

        while (_messages.TryTake(now, out var intended))
        {
            if (_chatting.Count > 0)
            {
                Crowd.Say(_chatting.Draw(Crowd.Random), intended);
            }
            else
            {
                Crowd.Tally[Count.Skipped]++;
            }
        }
    }

    /// <inheritdoc />
    public override void Matched(int who) => _chatting.Add(who);

    /// <inheritdoc />
    public override void SearchEnded(int who, bool timedOut) => SearchAgain(who);

    /// <inheritdoc />
    public override void ChatEnded(int who)
    {
        _chatting.Remove(who);
        SearchAgain(who);
    }

    /// <inheritdoc />
    public override void Lost(int who, int code)
    {
        _chatting.Remove(who);
        base.Lost(who, code);
    }

    /// <inheritdoc />
    public override void Greeted(int who, bool resumed, PersonState state)
    {
        if (state == PersonState.Chatting)
        {
            _chatting.Add(who);
            return;
        }

        _chatting.Remove(who);
        if (who < _searching)
        {
            SearchAgain(who);
        }
    }

    private void SearchAgain(int who)
    {
        if (who < _pairs)
        {
            Search(who, Clock.Now);
        }
    }

    // two who follow each other have the same interests; of few sets, so that a server needs few queues
    private void Search(int who, long intended)
    {
        if (Crowd.StateOf(who) != PersonState.Idle)
        {
            return;
        }

        var set = (Crowd.FirstNumber + who) / 2 % options.Sets;
        Crowd.Find(who, [Encoding.ASCII.GetBytes($"topic {set} a"), Encoding.ASCII.GetBytes($"topic {set} b")], intended);
    }
}
