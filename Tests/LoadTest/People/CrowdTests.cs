using System.Text;
using Whisper.LoadTest.Adapters;
using Whisper.LoadTest.Checking;
using Whisper.LoadTest.Engine;
using Whisper.LoadTest.Measuring;
using Whisper.LoadTest.People;
using Whisper.LoadTest.Wire;
using Xunit;

namespace Whisper.Tests.LoadTest.People;

/// <summary>What a person notices, told frame by frame.</summary>
public sealed class CrowdTests : IDisposable
{
    private const uint Partner = 41;
    private static readonly Endpoint Nobody = Endpoint.Parse("127.0.0.1:9");

    private readonly Poller _poller = new();
    private readonly Connections _connections;
    private readonly Crowd _crowd;

    public CrowdTests()
    {
        _crowd = new(new() { Count = 2, FirstNumber = 10, Servers = 1, TextSize = 64, KeepsTokens = true }, new WhisperAdapter(), new Watcher());
        _connections = new(2, [Nobody], [new Handshake(Nobody.Host, "/ws", null, 1)], new SourceAddresses(201, 1), _poller, _crowd);
        _crowd.Attach(_connections, new Wheel(Clock.Now));
        Hear("""{"type":"welcome","token":"t-1","resumed":false,"state":"idle"}""");
    }

    [Fact]
    public void WhoGetsInAtTheSecondTry_HasWaitedSinceTheFirst()
    {
        _crowd.Tally.TakeLatencies();
        _crowd.Connect(1, Clock.Now - (10 * Clock.Second));
        if (_crowd.UnderWay > 0)
        {
            _connections.Drop(1, reset: true);
            _crowd.Closed(1, CloseCodes.NoConnection);
        }

        _crowd.Connect(1, Clock.Now);
        _crowd.Received(1, Opcode.Text, """{"type":"welcome","token":"t-2","resumed":false,"state":"idle"}"""u8);
        var latency = new Histogram();
        latency.Decode(_crowd.Tally.TakeLatencies()[nameof(Latency.Connect)]);
        Assert.InRange(latency.Max, 10 * Clock.Second, 20 * Clock.Second);
    }

    [Fact]
    public void Messages_InOrder_AreReceived()
    {
        Match("m-1");
        Say(1);
        Say(2);
        Says(received: 2);
        Assert.Equal(2, Chat().Received);
    }

    [Fact]
    public void Message_ThatComesAgainBeforeItIsAcknowledged_IsRedelivered()
    {
        Match("m-1");
        Say(1);
        Say(1);
        Says(received: 1, redelivered: 1);
    }

    [Fact]
    public void Message_ThatComesAgainLongAfterItWasAcknowledged_IsRepeated()
    {
        Match("m-1");
        Say(1);
        AcknowledgeLongAgo();
        Say(1);
        Says(received: 1, repeated: 1);
    }

    [Fact]
    public void Message_BehindAGap_IsReordered()
    {
        Match("m-1");
        Say(1);
        Say(3);
        Says(received: 2, reordered: 1);
    }

    [Fact]
    public void Message_OfAThirdPerson_IsMisdelivered()
    {
        Match("m-1");
        Say(1);
        Say(2, sender: 42);
        Says(received: 1, misdelivered: 1);
    }

    [Fact]
    public void Message_OfAnotherMatch_IsMisdelivered()
    {
        Match("m-1");
        Say(1, match: "m-0");
        Says(misdelivered: 1);
    }

    [Fact]
    public void Message_WhoseNumberIsNotItsSenders_IsMisdelivered()
    {
        Match("m-1");
        Say(1, called: 2);
        Says(misdelivered: 1);
    }

    [Fact]
    public void Message_OutsideAChat_IsMisdelivered()
    {
        Say(1);
        Says(misdelivered: 1);
    }

    [Fact]
    public void Match_WhileInOne_IsADoubleMatch()
    {
        Match("m-1");
        Match("m-1");
        Assert.Equal(0, _crowd.Tally[Count.DoubleMatches]);
        Match("m-2");
        Assert.Equal(1, _crowd.Tally[Count.DoubleMatches]);
    }

    [Fact]
    public void Frame_OfNoKnownKind_IsUnreadable()
    {
        Hear("""{"type":"teleport"}""");
        Hear("""[]""");
        Assert.Equal(2, _crowd.Tally[Count.Unreadable]);
    }

    [Fact]
    public void Resume_OfAChat_KeepsItsNumbers()
    {
        Match("m-1");
        Say(1);
        _crowd.Drop(0, reset: true);
        Assert.Equal(PersonState.Away, _crowd.StateOf(0));
        Hear("""{"type":"welcome","token":"t-2","resumed":true,"state":"chatting","chat":{"match":"m-1","tier":1,"shared":[],"accepted":0,"received":1}}""");
        Say(1);
        Say(2);
        Says(received: 2, redelivered: 1);
        Assert.Equal(PersonState.Chatting, _crowd.StateOf(0));
    }

    [Fact]
    public void Resume_IntoAChatThatBeganMeanwhile_IsAMatch()
    {
        _crowd.Drop(0, reset: true);
        Hear("""{"type":"welcome","token":"t-2","resumed":true,"state":"chatting","chat":{"match":"m-9","tier":1,"shared":[],"accepted":0,"received":0}}""");
        Assert.Equal(Fingerprint.Of("m-9"u8), Assert.Single(Journal.Decode<MatchRecord>(_crowd.Journal.TakeMatches())).Match);
    }

    [Fact]
    public void Chat_ThatEnds_IsWrittenDown()
    {
        Match("m-1");
        Say(1);
        _crowd.Say(0, Clock.Now);
        Hear("""{"type":"chat_ended","reason":"partner_left"}""");
        var chat = Assert.Single(Journal.Decode<ChatRecord>(_crowd.Journal.TakeChats()));
        // nothing could be sent: this person has no connection
        Assert.Equal(new ChatRecord(Fingerprint.Of("m-1"u8), 10, IsOpen: false, Sent: 0, Delivered: 0, Received: 1), chat);
        Assert.Equal(PersonState.Idle, _crowd.StateOf(0));
    }

    [Fact]
    public void Error_IsCountedByCodeAndFrame()
    {
        Hear("""{"type":"error","code":"invalid_state","message":"","re":"leave"}""");
        Hear("""{"type":"error","code":"internal","message":""}""");
        Assert.Equal(["internal", "invalid_state (leave)"], _crowd.Tally.Errors.Keys.Order(StringComparer.Ordinal));
    }

    public void Dispose()
    {
        _connections.Dispose();
        _poller.Dispose();
    }

    private void Hear(string frame) => _crowd.Received(0, Opcode.Text, Encoding.UTF8.GetBytes(frame));

    private void Match(string match) => Hear($$"""{"type":"match_found","match":"{{match}}","tier":1,"shared":[]}""");

    private void Say(uint number, uint sender = Partner, string match = "m-1", long? called = null)
    {
        var text = new byte[64];
        new MessageText(sender, (uint)Fingerprint.Of(Encoding.ASCII.GetBytes(match)), number, Clock.Now).Write(text);
        Hear($$"""{"type":"message","n":{{called ?? number}},"text":"{{Encoding.ASCII.GetString(text)}}","at":1,"mac":"x"}""");
    }

    private Chat Chat() => _crowd.ChatOf(0)!;

    private void AcknowledgeLongAgo()
    {
        Chat().Acknowledge(Clock.Now + (10 * Clock.Second));
        Chat().Acknowledge(Clock.Now + (20 * Clock.Second));
    }

    private void Says(int received = 0, int redelivered = 0, int repeated = 0, int reordered = 0, int misdelivered = 0)
    {
        var tally = _crowd.Tally;
        Assert.Equal(
            (received, redelivered, repeated, reordered, misdelivered),
            (tally[Count.Received], tally[Count.Redelivered], tally[Count.Repeated], tally[Count.Reordered], tally[Count.Misdelivered]));
    }

    private sealed class Watcher : Behaviour;
}
