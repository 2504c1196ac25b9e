using System.Buffers;
using System.Text;
using Whisper.Delivery;
using Whisper.Rooms;
using Xunit;

namespace Whisper.Tests.Cluster;

/// <summary>What gateways say to rooms in packed batches, which rooms of the silo are given straight and others are called for.</summary>
public sealed class RelayTests : IAsyncLifetime
{
    private const int Chats = 12;

    private readonly ArrayBufferWriter<byte> _packed = new();
    private WhisperCluster _cluster = null!;
    private int _count;

    public async ValueTask InitializeAsync() => _cluster = await WhisperCluster.Start();

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task Batch_ForRoomsOnEitherSilo_IsAnsweredInItsOrder()
    {
        var chats = new List<(Person Anna, Person Bert, MatchId Match)>();
        while (chats.Count < Chats)
        {
            chats.Add(await _cluster.Chat());
        }

        // of one person a gateway has one message under way: what is said to a room elsewhere has no order within a batch
        await Expect(1, "one", PostOutcome.Accepted, 0);
        await Expect(3, "gap", PostOutcome.Gap, 2);
        await Expect(2, "two", PostOutcome.Accepted, 0);
        await Expect(2, "two", PostOutcome.Repeat, 3);
        foreach (var (anna, bert, match) in chats)
        {
            Assert.Equal("one", (await bert.Expect<MessageEvent>()).Text.Value);
            var two = await bert.Expect<MessageEvent>();
            Assert.Equal((2, "two", match), (two.N, two.Text.Value, two.Match));
            Say(bert, match, RelayKind.TypingOn);
            Say(bert, match, RelayKind.Delivered, 2);
        }

        await Relay();
        foreach (var (anna, _, _) in chats)
        {
            // typing goes its own way to a room that is elsewhere
            Assert.Equal(2, (await anna.ExpectEventually<DeliveredEvent>()).N);
        }

        async Task Expect(long n, string text, PostOutcome outcome, long expected)
        {
            foreach (var (anna, _, match) in chats)
            {
                Say(anna, match, n, text);
                Say(_cluster.NewPerson("a", "b"), match, 1, "not here");
            }

            var answers = await Relay();
            Assert.Equal(
                Enumerable.Repeat<PostOutcome[]>([outcome, PostOutcome.NotInChat], Chats).SelectMany(outcomes => outcomes),
                answers.Outcomes.Select(answer => (PostOutcome)answer));
            Assert.All(Enumerable.Range(0, Chats), chat => Assert.Equal(expected, answers.Expected?[2 * chat] ?? 0));
        }
    }

    [Fact]
    public async Task Batch_ForARoomThatHasMoved_OpensItElsewhere()
    {
        var (anna, bert, match) = await _cluster.Chat();
        Say(anna, match, 1, "one");
        await Relay();
        await bert.Expect<MessageEvent>();
        await WhisperCluster.Move(anna.Room(match));
        await bert.Expect<RoomMovedEvent>();
        foreach (var (n, text) in new[] { (1, "one"), (2, "two") })
        {
            Say(anna, match, n, text);
            Assert.Equal(PostOutcome.Accepted, (PostOutcome)Assert.Single((await Relay()).Outcomes));
        }
    }

    [Fact]
    public async Task Events_ForAGatewayOfTheVersionBefore_GoAsBefore()
    {
        await using var old = await _cluster.NewGateway(takesPacked: false);
        var (anna, bert, match) = await _cluster.Chat(old);
        Say(anna, match, 1, "one");
        Say(anna, match, RelayKind.TypingOff);
        await Relay();
        Assert.Equal("one", (await bert.ExpectEventually<MessageEvent>()).Text.Value);
        await bert.Room(match).Ack(bert.Id, 1);
        Assert.Equal(1, (await anna.Expect<DeliveredEvent>()).N);
    }

    private void Say(Person who, MatchId match, long n, string text) =>
        Add(new RelayCall { Kind = RelayKind.Message, Match = match, Session = who.Id, N = n, Text = Encoding.UTF8.GetBytes(text) });

    private void Say(Person who, MatchId match, RelayKind kind, long n = 0) => Add(new RelayCall { Kind = kind, Match = match, Session = who.Id, N = n });

    private void Add(in RelayCall call)
    {
        _count++;
        RelayCall.Write(_packed, call);
    }

    private async Task<RelayAnswers> Relay()
    {
        var answers = await _cluster.Grains.GetGrain<IGatewayIngress>(0).Relay(new RelayCalls(_count, _packed.WrittenMemory));
        _packed.Clear();
        _count = 0;
        return answers;
    }
}
