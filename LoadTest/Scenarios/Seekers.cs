using Whisper.LoadTest.Adapters;
using Whisper.LoadTest.Engine;
using Whisper.LoadTest.Measuring;
using Whisper.LoadTest.People;
using Whisper.LoadTest.Workers;

namespace Whisper.LoadTest.Scenarios;

/// <summary>
/// People who search: at each arrival of an open loop one who is idle. Who has met somebody leaves after a while, drawn
/// exponentially, and is idle again; so is the partner.
/// </summary>
internal sealed class Seekers(LoadOptions options) : Behaviour
{
    private const byte LeaveKind = FirstKind;

    private readonly Vocabulary _vocabulary = new(options.Vocabulary, options.Zipf, options.InterestsMin, options.InterestsMax);
    private readonly byte[][] _interests = new byte[5][];
    private Arrivals _searches = null!;
    private Pool _idle = null!;

    /// <inheritdoc />
    public override long Next => _searches.Next;

    /// <inheritdoc />
    public override void Attach(Crowd crowd)
    {
        base.Attach(crowd);
        _searches = new(crowd.Random, isPoisson: true);
        _idle = new(crowd.Size);
    }

    /// <inheritdoc />
    public override void Command(WorkerCommand command, long now)
    {
        if (command.Do == WorkerCommand.Load)
        {
            _searches.Set(command.Rate, now);
        }
    }

    /// <inheritdoc />
    public override void Turn(long now)
    {
        while (_searches.TryTake(now, out var intended))
        {
            if (_idle.Count == 0)
            {
                Crowd.Tally[Count.Skipped]++;
                continue;
            }

            var who = _idle.Draw(Crowd.Random);
            _idle.Remove(who);
            Crowd.Find(who, _vocabulary.Draw(Crowd.Random, _interests), intended);
        }
    }

    /// <inheritdoc />
    public override void Greeted(int who, bool resumed, PersonState state) => _idle.Add(who);

    /// <inheritdoc />
    public override void Matched(int who) => Crowd.Remind(Clock.Now + Crowd.Some(options.Stay * 2), who, LeaveKind);

    /// <inheritdoc />
    public override void SearchEnded(int who, bool timedOut) => _idle.Add(who);

    /// <inheritdoc />
    public override void ChatEnded(int who) => _idle.Add(who);

    /// <inheritdoc />
    public override void Reminded(int who, byte kind) => Crowd.Leave(who);

    /// <inheritdoc />
    public override void Lost(int who, int code)
    {
        _idle.Remove(who);
        base.Lost(who, code);
    }
}
