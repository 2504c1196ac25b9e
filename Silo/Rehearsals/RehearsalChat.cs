using System.Buffers;
using System.Security.Cryptography;
using Whisper.Delivery;
using Whisper.Matching;
using Whisper.Rooms;
using Whisper.Sessions;

namespace Whisper.Silo.Rehearsals;

/// <summary>Two made-up people who find each other, talk, lose a connection, come back and part.</summary>
internal sealed class RehearsalChat(RehearsalGateway gateway, int number)
{
    private const int Messages = 4;
    private const int OneInCommon = 4;
    private const int Lanes = 4;

    // a silo that leaves keeps its chats busy for a moment
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromMilliseconds(100);

    private readonly Person _first = new(gateway);
    private readonly Person _second = new(gateway);
    private MatchId _match;
    private int _said;

    private IGatewayIngress Lane => gateway.Grains.GetGrain<IGatewayIngress>(number % Lanes);

    private IChatRoom Room => gateway.Grains.GetGrain<IChatRoom>(_match.Value);

    /// <summary>From the search to the end.</summary>
    public async Task Run(CancellationToken cancellation)
    {
        await Begin(cancellation);
        await ComeBack(cancellation);
        await Vouch(cancellation);
        await End(cancellation);
    }

    /// <summary>They find each other, one of four pairs at the second tier, and talk.</summary>
    public async Task Begin(CancellationToken cancellation)
    {
        // two that nobody else here has, so that they meet
        var (one, other) = (Interest(), Interest());
        var theirs = number % OneInCommon == 0 ? Interest() : other;
        await Task.WhenAll(_first.Search([one, other], cancellation), _second.Search([one, theirs], cancellation));
        _match = await _first.Match.WaitAsync(cancellation);
        await _second.Match.WaitAsync(cancellation);
        await Talk(cancellation);
    }

    /// <summary>The chat goes on where it now is.</summary>
    public async Task GoOn(CancellationToken cancellation)
    {
        while (!await Vouch(cancellation))
        {
            await Task.Delay(AskAgainAfter, cancellation);
        }

        await Talk(cancellation);
    }

    /// <summary>One of them leaves.</summary>
    public Task End(CancellationToken cancellation) => Room.Leave(_first.Session).WaitAsync(cancellation);

    private static string Interest() => RandomNumberGenerator.GetHexString(16, lowercase: true);

    private async Task Talk(CancellationToken cancellation)
    {
        for (var i = 0; i < Messages; i++)
        {
            _said++;
            await Relay(cancellation, (RelayKind.TypingOn, _second), (RelayKind.Message, _first));
            await Relay(cancellation, (RelayKind.Delivered, _second), (RelayKind.Message, _second), (RelayKind.Delivered, _first));
        }
    }

    private async Task Relay(CancellationToken cancellation, params (RelayKind Kind, Person Person)[] calls)
    {
        var packed = new ArrayBufferWriter<byte>();
        foreach (var (kind, person) in calls)
        {
            RelayCall.Write(packed, new RelayCall { Kind = kind, Match = _match, Session = person.Session, N = _said, Text = "rehearsed"u8 });
        }

        await Lane.Relay(new RelayCalls(calls.Length, packed.WrittenMemory)).WaitAsync(cancellation);
    }

    private async Task<bool> Vouch(CancellationToken cancellation)
    {
        var outcomes = await Lane.Assert([_first.Belief(_match, _said), _second.Belief(_match, _said)]).WaitAsync(cancellation);
        return outcomes.All(outcome => outcome == AssertOutcome.Known);
    }

    private async Task ComeBack(CancellationToken cancellation)
    {
        if (await _first.Drop(cancellation) is { } seat)
        {
            await Room.Detach(_first.Session, seat.Epoch).WaitAsync(cancellation);
        }

        await Room.Attach(await _first.Resume(received: _said, cancellation)).WaitAsync(cancellation);
    }

    private sealed class Person(RehearsalGateway gateway)
    {
        private static readonly byte[] Token = SHA256.HashData("rehearsed"u8);

        private readonly TicketId _ticket = TicketId.New();
        private ConnectionRef _connection;
        private long _epoch = 1;

        public SessionId Session { get; } = SessionId.New();

        public Task<MatchId> Match { get; private set; } = Task.FromResult(default(MatchId));

        private IUserSession Grain => gateway.Grains.GetGrain<IUserSession>(Session.Value);

        public async Task Search(string[] interests, CancellationToken cancellation)
        {
            (_connection, Match) = gateway.Connect();
            if (InterestSet.TryCreate(interests, out var set))
            {
                await Grain.Find(new FindRequest(new Attachment(_connection, _epoch, Token), set, _ticket)).WaitAsync(cancellation);
            }
        }

        public Task<SeatReference?> Drop(CancellationToken cancellation) =>
            Grain.Detach(new Departure(_connection, _epoch, Heard: true, InChat: null)).WaitAsync(cancellation);

        public async Task<RoomAttach> Resume(long received, CancellationToken cancellation)
        {
            (_connection, _) = gateway.Connect();
            _epoch = (await Grain.Resume(new ResumeRequest(_connection, Token, Token)).WaitAsync(cancellation)).Epoch;
            return new RoomAttach(Session, _connection, _epoch, received);
        }

        public SessionAssertion Belief(MatchId match, long said) => new()
        {
            Session = Session,
            Connection = _connection,
            Epoch = _epoch,
            Chat = new ChatAssertion(match, Accepted: said, Delivered: said, Acked: said, PartnerAway: false, Given: said),
        };
    }
}
