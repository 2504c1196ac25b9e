using System.Buffers;
using System.Text;
using Whisper.Delivery;
using Whisper.Gateway.Connections;
using Whisper.Gateway.Delivery;
using Whisper.Gateway.Protocol;
using Whisper.Gateway.Sessions;
using Whisper.Gateway.Transports;
using Whisper.Rooms;
using Whisper.Tests.Gateway.Support;
using Xunit;

namespace Whisper.Tests.Gateway.Sessions;

/// <summary>A message that passes a gateway leaves nothing to its collector: not as it comes, not when it is answered, not as it goes.</summary>
public sealed class RelayAllocationTests : IAsyncLifetime
{
    private const int Times = 4_000;

    // for what the runtime does now and then on its own account
    private const int Slack = Times * 4;

    private readonly MatchId _match = MatchId.New();
    private readonly CountingTransport _transport = new();
    private GatewayHost _gateway = null!;
    private Connection _connection = null!;

    public async ValueTask InitializeAsync()
    {
        _gateway = await GatewayHost.Start(("Limits:Enabled", "false"));
        var id = _gateway.Part<IEdge>().Open(_transport, default);
        _connection = _gateway.Part<ConnectionTable>().Find(id)!;
        _gateway.Part<IEdge>().Frame(id, """{"type":"hello"}"""u8);
        (_connection.Status, _connection.Chat) = (ConnectionStatus.Chatting, new ChatSeat(_match) { Delivered = 0 });
    }

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public void FramesOfAChat_LeaveNothing()
    {
        var edge = _gateway.Part<IEdge>();
        Assert.InRange(Twice(n =>
        {
            var (message, ack, typing) = (Frame($$"""{"type":"message","n":{{n}},"text":"say \"{{n}}\" \u00e9"}"""), Frame($$"""{"type":"ack","n":{{n}}}"""), Frame("""{"type":"typing","on":true}"""));
            var before = GC.GetAllocatedBytesForCurrentThread();
            edge.Frame(_connection.Id, typing);
            edge.Frame(_connection.Id, ack);
            edge.Frame(_connection.Id, message);
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            // a frame that has to wait for the one before is copied; nobody is so fast here
            SpinWait.SpinUntil(() => !_connection.Busy && !_connection.Chat!.AckInFlight);
            return allocated;
        }), 0, Slack);
        Assert.Equal(2 * Times, _connection.Chat!.Accepted);
    }

    [Fact]
    public void AnswersOfTheCluster_LeaveNothing()
    {
        var (messages, acks) = (_gateway.Part<MessageFlow>(), _gateway.Part<Acknowledgements>());
        var batch = new LaneBatch(2);
        var answers = new RelayAnswers([(byte)PostOutcome.Accepted, 0], null);
        Assert.InRange(Twice(n =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.True(Intents.Begin(_connection));
            var chat = _connection.Chat!;
            batch.Add(new LaneCall(messages, _connection, chat, n), new RelayCall { Kind = RelayKind.Message, Match = _match, Session = default, N = n, Text = "hi"u8 });
            batch.Add(new LaneCall(acks, _connection, chat, n), new RelayCall { Kind = RelayKind.Delivered, Match = _match, Session = default, N = n });
            batch.Answer(answers);
            batch.Clear();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }), 0, Slack);
        Assert.Equal(2 * Times, _connection.Chat!.Accepted);
        Assert.Equal(2 * Times, _connection.Chat.AckPassedOn);
    }

    [Fact]
    public void EventsOfAChat_LeaveNothing()
    {
        var gateway = _gateway.Part<GatewayIdentity>().Id;
        var observer = _gateway.Part<GatewayObserver>();
        var packed = new ArrayBufferWriter<byte>();
        Assert.InRange(Twice(n =>
        {
            packed.ResetWrittenCount();
            var to = new RelayEvent { Kind = RelayKind.Delivered, Slot = _connection.Id.Slot, Generation = _connection.Id.Generation, Match = _match, N = n };
            RelayEvent.Write(packed, to);
            RelayEvent.Write(packed, to with { Kind = RelayKind.TypingOff });
            RelayEvent.Write(packed, to with { Kind = RelayKind.Message, AtMs = n, Seal = new byte[RelayEvent.SealLength], Text = "say \"hi\" é"u8 });
            var batch = new RelayEvents(gateway, 3, packed.WrittenMemory, []);
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.True(observer.Relay(batch).IsCompletedSuccessfully);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }), 0, Slack);

        // and the welcome
        Assert.Equal((3 * 2 * Times) + 1, _transport.Sent);
    }

    /// <summary>Once to warm up, once to count.</summary>
    private static long Twice(Func<long, long> once)
    {
        var allocated = 0L;
        for (var n = 1L; n <= 2 * Times; n++)
        {
            allocated = n == Times + 1 ? once(n) : allocated + once(n);
        }

        return allocated;
    }

    private static byte[] Frame(string json) => Encoding.UTF8.GetBytes(json);

    private sealed class CountingTransport : ITransport
    {
        public int Sent { get; private set; }

        public bool Send(ConnectionId id, ReadOnlySpan<byte> utf8)
        {
            Sent++;
            return true;
        }

        public void Ping(ConnectionId id)
        {
            // nobody is there
        }

        public void Close(ConnectionId id, CloseCode code)
        {
            // nobody is there
        }

        public void Pause(ConnectionId id)
        {
            // the test hands over what it likes
        }

        public void Resume(ConnectionId id)
        {
            // the test hands over what it likes
        }
    }
}
