using Whisper.Delivery;
using Whisper.Grains.Delivery;
using Whisper.Matching;
using Whisper.Rooms;
using Whisper.Sessions;
using Xunit;

namespace Whisper.Tests.Model;

/// <summary>
/// Somebody who searches, changes their mind, loses the connection, talks, leaves and blocks, as chance has it. Does what
/// a gateway does for a person: repeats failed calls, and learns from a resume what it missed.
/// </summary>
internal sealed class SimPerson
{
    private static readonly string[] Vocabulary = ["a", "b", "c", "d", "e", "f"];

    private readonly SimScheduler _scheduler;
    private readonly SimCluster _cluster;
    private readonly History _history;
    private readonly Queue<ClientEvent> _inbox = new();
    // A room that was activated twice may tell of a match after its end; a gateway knows the chat it has just seen end.
    private readonly HashSet<MatchId> _met = [];
    private readonly byte[] _token = new byte[32];
    private TaskCompletionSource _news = new();
    private ConnectionRef _connection;
    private long _epoch = 1;
    private bool _gone;

    // what a gateway would say of this person; nothing while a call is under way that is about to change it
    private TicketId? _ticket;
    private MatchId? _chat;
    private bool _asking;

    public SimPerson(SimScheduler scheduler, SimCluster cluster, History history, int number)
    {
        (_scheduler, _cluster, _history) = (scheduler, cluster, history);
        var bytes = new byte[16];
        scheduler.Random.NextBytes(bytes);
        Id = new SessionId(new Guid(bytes));
        _connection = new ConnectionRef(Guid.Empty, number, 0);
        BitConverter.TryWriteBytes(_token, number);
    }

    public SessionId Id { get; }

    /// <summary>People who act within the time of a few calls make the interleavings that matter.</summary>
    private bool Hasty => _scheduler.Random.Next(3) > 0;

    private IUserSession Session => _cluster.Session(Id);

    public void Receive(ConnectionRef to, ClientEvent clientEvent)
    {
        if (to == _connection)
        {
            _history.Note(Id, $"hears {clientEvent}");
            _inbox.Enqueue(clientEvent);
            _news.TrySetResult();
        }
    }

    /// <summary>
    /// What a gateway does when silos have gone: says what this person believes, until it is heard, so that what was lost on the way to
    /// them is told again.
    /// </summary>
    public async Task Vouch()
    {
        while (Belief() is { } belief && await Asserted(belief) != AssertOutcome.Known)
        {
            await Pause(1_000);
        }
    }

    public async Task Live(DateTimeOffset until)
    {
        while (!_gone && _scheduler.Clock.GetUtcNow() < until)
        {
            await Pause(Hasty ? 100 : 4000);
            await Search();
        }
    }

    private SessionAssertion? Belief()
    {
        if (_gone || _asking || _connection == default || (_ticket is null && _chat is null))
        {
            return null;
        }

        var chat = _chat is { } match ? new ChatAssertion(match, 0, 0, 0, PartnerAway: false) : null;
        return new SessionAssertion { Session = Id, Connection = _connection, Epoch = _epoch, Ticket = chat is null ? _ticket : null, Chat = chat };
    }

    private async Task<AssertOutcome> Asserted(SessionAssertion belief)
    {
        try
        {
            var outcome = await Assertions.Assert(_cluster, belief);
            _history.Note(Id, $"vouched for {belief.Ticket}{belief.Chat?.Match}: {outcome}");
            return outcome;
        }
        catch (Exception error) when (error is TimeoutException or InvalidOperationException)
        {
            return AssertOutcome.Unanswered;
        }
    }

    private async Task Search()
    {
        var interests = Vocabulary.OrderBy(_ => _scheduler.Random.Next()).Take(_scheduler.Random.Next(2, 4)).ToArray();
        Assert.True(InterestSet.TryCreate(interests, out var set));
        var ticket = new TicketId(Guid.NewGuid());
        var search = _history.Begin(ticket, Id, set);
        var outcome = await Insist(() => Session.Find(new FindRequest(new Attachment(_connection, _epoch, _token), set, ticket)));
        _history.Note(Id, $"find {ticket}: {outcome}");
        search.Excluded.UnionWith(_cluster.StateOf(Id).Exclusions.Select(exclusion => exclusion.Session));
        if (outcome != IntentOutcome.Done)
        {
            // A repeat that met its own first try's undoing; the resume tells what holds.
            await Return(search);
        }

        _ticket = ticket;
        while (!_gone && search.IsOpen)
        {
            if (await NextEvent(_scheduler.Random.Next(Hasty ? 60 : 8000)) is { } news)
            {
                await Heed(search, news);
            }
            else if (_scheduler.Random.Next(4) == 0)
            {
                await Cancel(search);
            }
            else if (_scheduler.Random.Next(6) == 0)
            {
                await LoseConnection(search);
            }
        }

        _ticket = null;
    }

    private async Task Heed(Search search, ClientEvent news)
    {
        switch (news)
        {
            case MatchFoundEvent found when _met.Add(found.Match):
                search.Matched(found.Match, found.Tier);
                await Chat(found.Match);
                break;
            case MatchTimeoutEvent timeout when timeout.Ticket == search.Ticket:
                search.End(SearchEnd.TimedOut);
                break;
            case MatchCancelledEvent cancelled when cancelled.Ticket == search.Ticket:
                search.End(SearchEnd.Cancelled);
                break;
        }
    }

    private async Task Cancel(Search search)
    {
        _asking = true;
        var outcome = await Insist(() => Session.Cancel(_epoch, search.Ticket));
        _asking = false;
        _history.Note(Id, $"cancel: {outcome}");
        if (outcome == IntentOutcome.Done)
        {
            search.End(SearchEnd.Cancelled);
        }
        else if (outcome == IntentOutcome.InvalidState && _inbox.Count == 0)
        {
            await Return(search);
        }
    }

    private async Task LoseConnection(Search search)
    {
        search.WasAway = true;
        var epoch = _epoch;
        _connection = default;
        var left = await Insist(() => Session.Detach(new Departure(default, epoch, Heard: true, InChat: null)));
        if (left is { } seat)
        {
            await Insist(async () =>
            {
                await _cluster.Room(seat.Match).Detach(Id, seat.Epoch);
                return true;
            });
        }

        await Pause(12_000);
        await Return(search);
    }

    /// <summary>Comes back on a new socket and takes up whatever holds.</summary>
    private async Task Return(Search search)
    {
        _asking = true;
        search.WasAway = true;
        _inbox.Clear();
        _connection = new ConnectionRef(Guid.Empty, _scheduler.Random.Next(), 0);
        var result = await Insist(() => Session.Resume(new ResumeRequest(_connection, _token, _token)));
        _history.Note(Id, $"resume: {result}");
        if (result.Outcome != ResumeOutcome.Resumed)
        {
            _gone = true;
            search.End(SearchEnd.Lost);
            return;
        }

        _epoch = result.Epoch;
        if (result.Match is { } match)
        {
            _met.Add(match);
            var snapshot = await Insist(() => _cluster.Room(match).Attach(new RoomAttach(Id, _connection, _epoch, 0)));
            if (snapshot is null)
            {
                await Pause(300);
                await Return(search);
            }
            else if (snapshot.Ended is null)
            {
                search.Matched(match, snapshot.Tier);
                await Chat(match);
            }
            else
            {
                search.Matched(match, snapshot.Tier);
                _chat = match;
                _asking = false;
                await EndsWithin(match, 5_000);
                _chat = null;
            }
        }
        else if (result.Status == SessionStatus.Idle)
        {
            // What came before the answer is about this search: a match that began and ended while calls were lost.
            var missed = _inbox.OfType<MatchFoundEvent>().FirstOrDefault(found => _met.Add(found.Match));
            _inbox.Clear();
            if (missed is null)
            {
                search.End(SearchEnd.Lost);
            }
            else
            {
                search.Matched(missed.Match, missed.Tier);
            }
        }

        _asking = false;
    }

    private async Task Chat(MatchId match)
    {
        _chat = match;
        _asking = false;
        _history.EnterChat(Id, match);
        if (_scheduler.Random.Next(4) == 0)
        {
            var partner = await Insist(() => Session.Block(_epoch, match));
            if (partner is not null)
            {
                _history.Block(Id, partner.Partner);
            }
        }

        if (!await EndsWithin(match, _scheduler.Random.Next(1, Hasty ? 50 : 15_000)))
        {
            await Insist(() => _cluster.Room(match).Leave(Id));
            if (!await EndsWithin(match, 60_000))
            {
                _history.Fail($"{Id} was never told that {match} is over.");
            }
        }

        _chat = null;
        _history.LeaveChat(Id, match);
    }

    private async Task<bool> EndsWithin(MatchId match, int milliseconds)
    {
        var end = _scheduler.Clock.GetUtcNow().AddMilliseconds(milliseconds);
        while (_scheduler.Clock.GetUtcNow() < end)
        {
            var left = (int)(end - _scheduler.Clock.GetUtcNow()).TotalMilliseconds;
            switch (await NextEvent(Math.Max(1, left)))
            {
                case ChatEndedEvent ended when ended.Match == match:
                    return true;
                // word of an earlier match may come once more, from an activation that is no longer the room; a gateway drops it
                case MatchFoundEvent found when found.Match != match && !_met.Contains(found.Match):
                    _history.Fail($"{Id} was matched again while chatting: {match} and {found.Match} at {_scheduler.Clock.GetUtcNow():mm:ss.fff}.");
                    break;
            }
        }

        return false;
    }

    private async Task<ClientEvent?> NextEvent(int milliseconds)
    {
        if (_inbox.Count == 0)
        {
            _news = new TaskCompletionSource();
            await Task.WhenAny(_news.Task, Task.Delay(TimeSpan.FromMilliseconds(milliseconds), _scheduler.Clock));
        }

        return _inbox.TryDequeue(out var news) ? news : null;
    }

    private Task Pause(int most) => Task.Delay(TimeSpan.FromMilliseconds(_scheduler.Random.Next(1, most)), _scheduler.Clock);

    private async Task<T> Insist<T>(Func<Task<T>> call)
    {
        while (true)
        {
            try
            {
                return await call();
            }
            catch (Exception error) when (error is TimeoutException or InvalidOperationException)
            {
                await Pause(300);
            }
        }
    }
}
