using Whisper.LoadTest.Adapters;
using Whisper.LoadTest.Engine;
using Whisper.LoadTest.Measuring;
using Whisper.LoadTest.People;
using Whisper.LoadTest.Workers;

namespace Whisper.LoadTest.Scenarios;

/// <summary>
/// Talkers who lose their connections: at each arrival of an open loop one who is there. Every other time the peer is reset,
/// as by a network that has forgotten the connection. A moment later the person is back.
/// </summary>
internal sealed class Churners(LoadOptions options) : Talkers(options)
{
    // between leaving one network and being in the next
    private const double MeanGap = 0.2;
    private const byte ReturnKind = FirstKind;

    private Arrivals _losses = null!;
    private Pool _present = null!;
    private bool _resets;

    /// <inheritdoc />
    public override bool Resumes => true;

    /// <inheritdoc />
    public override long Next => Math.Min(base.Next, _losses.Next);

    /// <inheritdoc />
    public override void Attach(Crowd crowd)
    {
        base.Attach(crowd);
        _losses = new(crowd.Random, isPoisson: true);
        _present = new(crowd.Size);
    }

    /// <inheritdoc />
    public override void Command(WorkerCommand command, long now)
    {
        base.Command(command, now);
        if (command.Do == WorkerCommand.Extra)
        {
            _losses.Set(command.Rate, now);
        }
    }

    /// <inheritdoc />
    public override void Turn(long now)
    {
        base.Turn(now);
        while (_losses.TryTake(now, out var intended))
        {
            if (_present.Count == 0)
            {
                Crowd.Tally[Count.Skipped]++;
                continue;
            }

            Lose(_present.Draw(Crowd.Random), intended);
        }
    }

    /// <inheritdoc />
    public override void Greeted(int who, bool resumed, PersonState state)
    {
        _present.Add(who);
        base.Greeted(who, resumed, state);
    }

    /// <inheritdoc />
    public override void Reminded(int who, byte kind) => Crowd.Connect(who, Clock.Now);

    /// <inheritdoc />
    public override void Lost(int who, int code)
    {
        _present.Remove(who);
        base.Lost(who, code);
    }

    private void Lose(int who, long intended)
    {
        _present.Remove(who);
        _resets = !_resets;
        Crowd.Drop(who, _resets);
        Crowd.Remind(intended + Crowd.Some(MeanGap), who, ReturnKind);
    }
}
