using Whisper.LoadTest.Adapters;
using Whisper.LoadTest.Engine;
using Whisper.LoadTest.Measuring;
using Whisper.LoadTest.People;
using Whisper.LoadTest.Workers;

namespace Whisper.LoadTest.Scenarios;

/// <summary>
/// People who visit. All their times are drawn exponentially around the means here: looking around before a search, the chat,
/// the pause between two messages, and how long a connection holds.
/// </summary>
internal sealed class Visitors(LoadOptions options) : Behaviour
{
    private const double LookAround = 5;
    private const double BetweenMessages = 8;
    private const double Typing = 2;
    private const double ConnectionHolds = 600;
    private const double Return = 2;
    private const double SearchesAgain = 0.7;

    // half of an exact tier, roughly: many meet at once, some wait for an overlap
    private const double Waiting = 6;

    private const byte SearchKind = FirstKind;
    private const byte TypeKind = FirstKind + 1;
    private const byte SayKind = FirstKind + 2;
    private const byte LeaveKind = FirstKind + 3;
    private const byte ReturnKind = FirstKind + 4;

    private readonly Vocabulary _vocabulary = new(options.Vocabulary, options.Zipf, options.InterestsMin, options.InterestsMax);
    private readonly byte[][] _interests = new byte[5][];
    private Arrivals _arrivals = null!;
    private Arrivals _losses = null!;
    private Pool _absent = null!;
    private Pool _present = null!;
    private bool _isOver;

    /// <summary>How long a visit takes on average, in seconds, when chats take <paramref name="stay"/>.</summary>
    public static double MeanVisit(double stay) => (LookAround + Waiting + stay) / (1 - SearchesAgain);

    /// <inheritdoc />
    public override bool Resumes => true;

    /// <inheritdoc />
    public override long Next => Math.Min(_arrivals.Next, _losses.Next);

    /// <inheritdoc />
    public override void Attach(Crowd crowd)
    {
        base.Attach(crowd);
        _arrivals = new(crowd.Random, isPoisson: true);
        _losses = new(crowd.Random, isPoisson: true);
        _absent = new(crowd.Size);
        _present = new(crowd.Size);
    }

    /// <inheritdoc />
    public override void Command(WorkerCommand command, long now)
    {
        switch (command.Do)
        {
            case WorkerCommand.Load when command.Rate > 0:
                for (var who = Connecting.Begun; who < Crowd.Size; who++)
                {
                    _absent.Add(who);
                }

                _arrivals.Set(command.Rate, now);
                _losses.Set(Crowd.Size / ConnectionHolds, now);
                break;
            case WorkerCommand.Load:
                _arrivals.Set(0, now);
                _losses.Set(0, now);
                break;
            case WorkerCommand.Extra:
                _isOver = true;
                break;
        }
    }

    /// <inheritdoc />
    public override void Turn(long now)
    {
        while (_arrivals.TryTake(now, out var intended))
        {
            if (_absent.Count == 0)
            {
                Crowd.Tally[Count.Skipped]++;
                continue;
            }

            var who = _absent.Draw(Crowd.Random);
            _absent.Remove(who);
            Crowd.Connect(who, intended);
        }

        while (_losses.TryTake(now, out var intended))
        {
            if (_present.Count > 0)
            {
                var who = _present.Draw(Crowd.Random);
                _present.Remove(who);
                Crowd.Drop(who, reset: true);
                Crowd.Remind(intended + Crowd.Some(Return), who, ReturnKind);
            }
        }
    }

    /// <inheritdoc />
    public override void Greeted(int who, bool resumed, PersonState state)
    {
        _present.Add(who);
        if (state == PersonState.Idle)
        {
            Crowd.Remind(Clock.Now + Crowd.Some(LookAround), who, SearchKind);
        }
    }

    /// <inheritdoc />
    public override void Matched(int who)
    {
        // the first of two to have enough ends the chat: each has twice the patience
        Crowd.Remind(Clock.Now + Crowd.Some(options.Stay * 2), who, LeaveKind);
        Crowd.Remind(Clock.Now + Crowd.Some(BetweenMessages), who, TypeKind);
    }

    /// <inheritdoc />
    public override void SearchEnded(int who, bool timedOut) => GoOn(who);

    /// <inheritdoc />
    public override void ChatEnded(int who) => GoOn(who);

    /// <inheritdoc />
    public override void Lost(int who, int code)
    {
        _present.Remove(who);
        base.Lost(who, code);
    }

    /// <inheritdoc />
    public override void Reminded(int who, byte kind)
    {
        if (kind == ReturnKind)
        {
            Crowd.Connect(who, Clock.Now);
        }
        else if (!_isOver)
        {
            Act(who, kind);
        }
    }

    private void Act(int who, byte kind)
    {
        var state = Crowd.StateOf(who);
        switch (kind)
        {
            case SearchKind when state == PersonState.Idle:
                Crowd.Find(who, _vocabulary.Draw(Crowd.Random, _interests), Clock.Now);
                break;
            case LeaveKind when state == PersonState.Chatting:
                Crowd.Leave(who);
                break;
            case TypeKind when state == PersonState.Chatting:
                if ((Crowd.Can & Abilities.Types) != 0)
                {
                    Crowd.Type(who, on: true);
                }

                Crowd.Remind(Clock.Now + Crowd.Some(Typing), who, SayKind);
                break;
            case SayKind when state == PersonState.Chatting:
                Crowd.Say(who, Clock.Now);
                Crowd.Remind(Clock.Now + Crowd.Some(BetweenMessages), who, TypeKind);
                break;
            case LeaveKind or TypeKind or SayKind when state == PersonState.Away:
                // the connection is lost: later
                Crowd.Remind(Clock.Now + Crowd.Some(BetweenMessages), who, kind);
                break;
        }
    }

    private void GoOn(int who)
    {
        if (Crowd.Random.NextDouble() < SearchesAgain)
        {
            Crowd.Remind(Clock.Now + Crowd.Some(LookAround), who, SearchKind);
            return;
        }

        _present.Remove(who);
        Crowd.Close(who);
        _absent.Add(who);
    }
}
