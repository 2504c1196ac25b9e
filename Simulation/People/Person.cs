using Whisper.Delivery;
using Whisper.Matching;
using Whisper.Rooms;
using Whisper.Sessions;
using Whisper.Simulation.Engine;
using Whisper.Simulation.Figures;

namespace Whisper.Simulation.People;

/// <summary>Somebody who comes, searches, talks, goes on, pauses and leaves. Holds what their browser and their gateway hold.</summary>
internal sealed class Person : IDue
{
    private const long Epoch = 1;

    private static readonly byte[] TokenHash = new byte[32];

    private readonly World _world;
    private readonly ConnectionRef _connection;
    private readonly DateTimeOffset _leavesAt;
    private Step _step;
    private int _plan;
    private bool _known;
    private bool _leaving;
    private bool _counted;
    private TicketId? _ticket;
    private DateTimeOffset _since;

    public Person(World world, int number, DateTimeOffset leavesAt)
    {
        (_world, _leavesAt) = (world, leavesAt);
        _connection = new ConnectionRef(Guid.Empty, number, 0);
        Id = new SessionId(world.NewId());
        Interests = world.DrawInterests();
        Plan(Step.Search, world.Draw(world.Behaviour.Choosing));
    }

    private enum Step
    {
        Search,
        TakeBack,
        LeaveChat,
        EndVisit,
    }

    public SessionId Id { get; }

    /// <summary>What they search for: the same until a search finds nobody.</summary>
    public InterestSet Interests { get; private set; }

    /// <summary>The chat they are in.</summary>
    public MatchId? Match { get; private set; }

    private IUserSession Session => _world.Cluster.Session(Id);

    private TimeSpan Waited => _world.Time.GetUtcNow() - _since;

    /// <summary>It is time for what was planned, unless something else was planned meanwhile.</summary>
    public void Ring(int setting)
    {
        if (setting == _plan)
        {
            _world.Watch(this, Take(_step));
        }
    }

    /// <summary>An event reaches the browser.</summary>
    public void Receive(ClientEvent news)
    {
        switch (news)
        {
            case MatchFoundEvent found:
                Meet(found);
                break;
            case ChatEndedEvent ended when ended.Match == Match:
                _world.Referee.Left(ended.Match);
                Match = null;
                GoOn();
                break;
            case MatchTimeoutEvent timeout when timeout.Ticket == _ticket:
                _world.Referee.TimedOut(this, Waited);
                EndSearch(SearchEnd.TimedOut);
                Interests = _world.DrawInterests();
                Plan(Step.Search, _world.Draw(_world.Behaviour.Pause));
                break;
            case MatchCancelledEvent cancelled when cancelled.Ticket == _ticket:
                TakenBack();
                break;
        }
    }

    private Task Take(Step step) => step switch
    {
        Step.Search => Search(),
        Step.TakeBack => TakeBack(),
        Step.LeaveChat => _world.Cluster.Room(Match!.Value).Leave(Id),
        _ => EndVisit(),
    };

    private async Task Search()
    {
        var ticket = TicketId.New();
        (_ticket, _since, _known, _counted) = (ticket, _world.Time.GetUtcNow(), true, _world.Figures.Begin());
        var behaviour = _world.Behaviour;
        Plan(Step.TakeBack, _world.Chance(behaviour.Impatient) ? _world.Draw(behaviour.Patience) : behaviour.Visit * 1000);
        var outcome = await Session.Find(new FindRequest(new Attachment(_connection, Epoch, TokenHash), Interests, ticket));
        if (outcome != IntentOutcome.Done)
        {
            _world.Referee.Refused(this, $"was answered {outcome} to a search");
        }
    }

    private async Task TakeBack()
    {
        var ticket = _ticket!.Value;
        if (await Session.Cancel(Epoch, ticket) == IntentOutcome.Done && _ticket == ticket)
        {
            TakenBack();
        }
    }

    private void TakenBack()
    {
        EndSearch(SearchEnd.TakenBack);
        if (_leaving)
        {
            _world.Watch(this, Disconnect());
        }
        else
        {
            Plan(Step.Search, _world.Draw(_world.Behaviour.Pause));
        }
    }

    private void Meet(MatchFoundEvent found)
    {
        _world.Referee.Matched(this, found, Waited);
        EndSearch(found.Tier == Tier.Exact ? SearchEnd.Exact : SearchEnd.Overlap);
        Match = found.Match;
        var behaviour = _world.Behaviour;
        Plan(Step.LeaveChat, _leaving ? TimeSpan.Zero : _world.Draw(_world.Chance(behaviour.Picky) ? behaviour.ShortChat : behaviour.LongChat));
    }

    private void GoOn()
    {
        if (_leaving)
        {
            _world.Watch(this, Disconnect());
        }
        else
        {
            Plan(Step.Search, _world.Draw(_world.Chance(_world.Behaviour.GoOn) ? _world.Behaviour.Next : _world.Behaviour.Pause));
        }
    }

    private Task EndVisit()
    {
        _leaving = true;
        if ((Match is null && _ticket is null) || _world.Chance(_world.Behaviour.Vanishing))
        {
            return Disconnect();
        }

        return Match is { } match ? _world.Cluster.Room(match).Leave(Id) : TakeBack();
    }

    private async Task Disconnect()
    {
        _plan++;
        _world.Remove(_connection.Slot);
        if (Match is { } match)
        {
            _world.Referee.Left(match);
        }

        EndSearch(SearchEnd.Vanished);
        if (_known && await Session.Detach(new Departure(_connection, Epoch, Heard: true, InChat: Match)) is { } seat)
        {
            await _world.Cluster.Room(seat.Match).Detach(Id, seat.Epoch);
        }
    }

    private void EndSearch(SearchEnd end)
    {
        if (_ticket is not null && _counted)
        {
            _world.Figures.End(end, Waited);
        }

        _ticket = null;
    }

    /// <summary>Plans the next step, or the end of the visit if that comes first.</summary>
    private void Plan(Step step, TimeSpan after)
    {
        var left = _leavesAt - _world.Time.GetUtcNow();
        (_step, after) = _leaving || after < left ? (step, after) : (Step.EndVisit, left);
        _world.Time.Schedule(after, this, ++_plan);
    }
}
