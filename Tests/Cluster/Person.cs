using System.Security.Cryptography;
using Whisper.Delivery;
using Whisper.Matching;
using Whisper.Rooms;
using Whisper.Sessions;
using Xunit;

namespace Whisper.Tests.Cluster;

/// <summary>Somebody at a gateway, as the grains see them.</summary>
internal sealed class Person
{
    // Longer than any wait a test brings about on purpose; only a failing test gets there.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly WhisperCluster _cluster;
    private readonly RecordingGateway _gateway;
    private byte[] _token = RandomNumberGenerator.GetBytes(32);

    public Person(WhisperCluster cluster, RecordingGateway gateway, string[] interests)
    {
        (_cluster, _gateway) = (cluster, gateway);
        Assert.True(InterestSet.TryCreate(interests, out var set));
        Interests = set;
        Connection = gateway.NewConnection();
        Session = cluster.Grains.GetGrain<IUserSession>(Id.Value);
    }

    public SessionId Id { get; } = SessionId.New();

    public InterestSet Interests { get; }

    public IUserSession Session { get; }

    public ConnectionRef Connection { get; private set; }

    public long Epoch { get; private set; } = 1;

    public TicketId LastTicket { get; private set; }

    public byte[] Token => _token;

    public Task<IntentOutcome> Find() => Find(TicketId.New());

    public async Task<IntentOutcome> Find(TicketId ticket, DateTimeOffset? sentAt = null)
    {
        var outcome = await Session.Find(new FindRequest(new Attachment(Connection, Epoch, _token), Interests, ticket, sentAt));
        LastTicket = outcome == IntentOutcome.Done ? ticket : LastTicket;
        return outcome;
    }

    public Task<IntentOutcome> Cancel() => Cancel(LastTicket);

    public Task<IntentOutcome> Cancel(TicketId ticket) => Session.Cancel(Epoch, ticket);

    public IChatRoom Room(MatchId match) => _cluster.Grains.GetGrain<IChatRoom>(match.Value);

    public Task<PostResult> Post(MatchId match, long n, string text = "hi", long delivered = 0) =>
        Room(match).Post(new Post(Id, n, new PrivateText(text), delivered));

    /// <summary>What this person's gateway believes of a chat.</summary>
    public Task<AssertOutcome> AssertChat(MatchId match, long accepted = 0, long? delivered = 0, long acked = 0, bool partnerAway = false) =>
        AssertThat(new SessionAssertion
        {
            Session = Id,
            Connection = Connection,
            Epoch = Epoch,
            Chat = new ChatAssertion(match, accepted, delivered, acked, partnerAway),
        });

    /// <summary>What this person's gateway believes of a search.</summary>
    public Task<AssertOutcome> AssertSearch(TicketId ticket, Tier tier = Tier.Exact) =>
        AssertThat(new SessionAssertion { Session = Id, Connection = Connection, Epoch = Epoch, Ticket = ticket, Tier = tier });

    private async Task<AssertOutcome> AssertThat(SessionAssertion assertion) =>
        (await _cluster.Grains.GetGrain<IGatewayIngress>(0).Assert([assertion])).Single();

    /// <summary>Comes back on a new socket, with the token it has or another.</summary>
    public async Task<ResumeResult> Resume(byte[]? token = null)
    {
        var (next, connection) = (RandomNumberGenerator.GetBytes(32), _gateway.NewConnection());
        var result = await Session.Resume(new ResumeRequest(connection, token ?? _token, next));
        if (result.Outcome == ResumeOutcome.Resumed)
        {
            (_token, Connection, Epoch) = (next, connection, result.Epoch);
        }

        return result;
    }

    public Task<ChatSnapshot?> Attach(MatchId match, long received) => Room(match).Attach(new RoomAttach(Id, Connection, Epoch, received));

    /// <summary>Loses the socket, as its gateway reports it.</summary>
    public async Task Detach(bool heard = true)
    {
        if (await Session.Detach(new Departure(Connection, Epoch, heard, InChat: null)) is { } seat)
        {
            await Room(seat.Match).Detach(Id, seat.Epoch);
        }
    }

    /// <summary>The next event of this kind; events of other kinds before it fail the test.</summary>
    public async Task<T> Expect<T>()
        where T : ClientEvent
    {
        using var patience = new CancellationTokenSource(Patience);
        return Assert.IsType<T>(await _gateway.Inbox(Connection).ReadAsync(patience.Token));
    }

    /// <summary>The next event of this kind; those before it are passed over.</summary>
    public async Task<T> ExpectEventually<T>()
        where T : ClientEvent
    {
        using var patience = new CancellationTokenSource(Patience);
        var passedOver = new List<string>();
        try
        {
            while (true)
            {
                var next = await _gateway.Inbox(Connection).ReadAsync(patience.Token);
                if (next is T expected)
                {
                    return expected;
                }

                passedOver.Add(next.GetType().Name);
            }
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"No {typeof(T).Name}, but: {string.Join(", ", passedOver)}.");
        }
    }

    public bool HasNews(ConnectionRef? connection = null) => _gateway.Inbox(connection ?? Connection).TryPeek(out _);
}
