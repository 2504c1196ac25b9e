using System.Globalization;
using System.Text;
using Whisper.LoadTest.Adapters;
using Whisper.LoadTest.Engine;
using Whisper.LoadTest.Wire;
using Xunit;

namespace Whisper.Tests.LoadTest.Wire;

/// <summary>What the load tester says to the peers, and what it understands of them; the bytes are those that the peers were seen to send.</summary>
public sealed class PeerAdapterTests
{
    private static readonly byte[] Chess = [.. "chess"u8];
    private static readonly byte[] Jazz = [.. "jazz"u8];

    [Fact]
    public void SignalR_Intents_AreInvocations()
    {
        var adapter = new SignalRAdapter();
        Assert.Equal("{\"protocol\":\"json\",\"version\":1}\u001e", Written(frames => adapter.Hello(frames, default, 0)));
        Assert.Equal("{\"type\":1,\"target\":\"find_match\",\"arguments\":[[\"chess\",\"jazz\"]]}\u001e", Written(frames => adapter.Find(frames, [Chess, Jazz])));
        Assert.Equal("{\"type\":1,\"target\":\"message\",\"arguments\":[12,\"hi\"]}\u001e", Written(frames => adapter.Say(frames, 12, "hi"u8)));
        Assert.Equal("{\"type\":1,\"target\":\"ack\",\"arguments\":[12]}\u001e", Written(frames => adapter.Acknowledge(frames, 12)));
        Assert.Equal("{\"type\":1,\"target\":\"typing\",\"arguments\":[true]}\u001e", Written(frames => adapter.Typing(frames, on: true)));
        Assert.Equal("{\"type\":1,\"target\":\"leave\",\"arguments\":[]}\u001e", Written(adapter.Leave));
    }

    [Fact]
    public void SocketIo_Intents_AreEvents()
    {
        var adapter = new SocketIoAdapter();
        Assert.Equal("40", Written(frames => adapter.Hello(frames, default, 0)));
        Assert.Equal("42[\"find_match\",[\"chess\",\"jazz\"]]", Written(frames => adapter.Find(frames, [Chess, Jazz])));
        Assert.Equal("42[\"message\",12,\"hi\"]", Written(frames => adapter.Say(frames, 12, "hi"u8)));
        Assert.Equal("42[\"leave\"]", Written(adapter.Leave));
    }

    [Fact]
    public void Colyseus_Intents_AreRoomMessages()
    {
        var adapter = new ColyseusAdapter();
        Assert.Equal("0DAA66696E645F6D6174636881A9696E7465726573747392A56368657373A46A617A7A", WrittenHex(frames => adapter.Find(frames, [Chess, Jazz])));
        Assert.Equal("0DA76D65737361676582A16ECE000186A0A474657874A26869", WrittenHex(frames => adapter.Say(frames, 100_000, "hi"u8)));
        Assert.Equal("0DA361636B81A16E7F", WrittenHex(frames => adapter.Acknowledge(frames, 127)));
        Assert.Equal("0DA6747970696E6781A26F6EC3", WrittenHex(frames => adapter.Typing(frames, on: true)));
        Assert.Equal("0DA56C65617665", WrittenHex(adapter.Leave));
    }

    [Fact]
    public void SignalR_SeveralRecordsInAFrame_AreEachTold() => Assert.Equal(
        ["welcomed", "searching", $"matched {Fingerprint.Of("17"u8)}", "said 3 a\\\"b,c", "delivered 9", "ended"],
        Read(
            new SignalRAdapter(),
            "{}\u001e{\"type\":1,\"target\":\"searching\",\"arguments\":[1]}\u001e{\"type\":6}\u001e{\"type\":1,\"target\":\"match_found\",\"arguments\":[\"17\",1,[\"chess\",\"jazz\"]]}\u001e"
            + "{\"type\":1,\"target\":\"message\",\"arguments\":[3,\"a\\\"b,c\",1795681434370]}\u001e{\"type\":1,\"target\":\"typing\",\"arguments\":[true]}\u001e"
            + "{\"type\":1,\"target\":\"delivered\",\"arguments\":[9]}\u001e{\"type\":1,\"target\":\"chat_ended\",\"arguments\":[\"partner_left\"]}\u001e"));

    [Theory]
    [InlineData("0{\"sid\":\"s15z\",\"upgrades\":[],\"pingInterval\":120000}", "")]
    [InlineData("40{\"sid\":\"CV-j5EX4\"}", "welcomed")]
    [InlineData("2", "answered 3")]
    [InlineData("42[\"searching\",1]", "searching")]
    [InlineData("42[\"match_cancelled\"]", "search ended")]
    [InlineData("42[\"message\",3,\"a\\\"b,c\",1795681236668]", "said 3 a\\\"b,c")]
    [InlineData("42[\"delivered\",9]", "delivered 9")]
    [InlineData("42[\"chat_ended\",\"you_left\"]", "ended")]
    [InlineData("42[\"weather\",\"fine\"]", "unreadable")]
    [InlineData("44{\"message\":\"no\"}", "unreadable")]
    public void SocketIo_Packet_IsTold(string packet, string told) => Assert.Equal(told, string.Join(", ", Read(new SocketIoAdapter(), packet)));

    [Theory]
    [InlineData("0A09543078345F6F434A63046E6F6E65", "answered \n, welcomed")]
    [InlineData("0DA9736561726368696E67DE0001A47469657201", "searching")]
    [InlineData("0DAB6D617463685F666F756E64DE0003A56D61746368A131A47469657201A673686172656492A161A162", "matched 12638134423997487868")]
    [InlineData("0DA76D657373616765DE0003A16E01A474657874D9027979A26174CB4279F5C2A3B1C000", "said 1 yy")]
    [InlineData("0DA964656C697665726564DE0001A16ECE000186A0", "delivered 100000")]
    [InlineData("0DAA636861745F656E646564DE0001A6726561736F6EA8796F755F6C656674", "ended")]
    [InlineData("0DA964656C697665726564DE0001A16ECE0001", "unreadable")]
    [InlineData("0EA0", "unreadable")]
    public void Colyseus_Message_IsTold(string hex, string told) =>
        Assert.Equal(told, string.Join(", ", Read(new ColyseusAdapter(), Convert.FromHexString(hex), Opcode.Binary)));

    [Theory]
    [InlineData("[]", "")]
    [InlineData("[1]", "1")]
    [InlineData("[\"\",\"a,b\",2]", "|a,b|2")]
    [InlineData("[\"a\\\\\",\"\\\"\",{\"x\":[1]}]", "a\\\\|\\\"|{\"x\":[1]}")]
    [InlineData("{}", "")]
    public void Items_OfAnArray_AreWalkedOver(string array, string values)
    {
        var seen = new List<string>();
        for (var items = new JsonItems(Encoding.UTF8.GetBytes(array)); items.Next();)
        {
            seen.Add(Encoding.UTF8.GetString(items.Value));
        }

        Assert.Equal(values, string.Join('|', seen));
    }

    private static List<string> Read(Adapter adapter, string text) => Read(adapter, Encoding.UTF8.GetBytes(text), Opcode.Text);

    private static List<string> Read(Adapter adapter, byte[] bytes, Opcode opcode)
    {
        var events = new Told();
        adapter.Read(opcode, bytes, events);
        return events.All;
    }

    private static string Written(Action<FrameWriter> write) => Encoding.UTF8.GetString(Payload(write));

    private static string WrittenHex(Action<FrameWriter> write) => Convert.ToHexString(Payload(write));

    private static ReadOnlySpan<byte> Payload(Action<FrameWriter> write)
    {
        var frames = new FrameWriter(1);
        write(frames);
        return Payload(frames);
    }

    private static ReadOnlySpan<byte> Payload(FrameWriter frames)
    {
        var bytes = frames.Written.ToArray();
        if (bytes.Length == 0)
        {
            return default;
        }

        Masking.Apply(bytes.AsSpan(6), BitConverter.ToUInt32(bytes, 2));
        return bytes.AsSpan(6);
    }

    private sealed class Told : IServerEvents
    {
        private readonly List<string> _all = [];
        private readonly FrameWriter _answer = new(1);

        // an answer is written after it was asked for
        public List<string> All => [.. _all.Select(told => told == "answered" ? $"answered {Encoding.UTF8.GetString(Payload(_answer))}" : told)];

        public void Welcomed(bool resumed, PersonState state, ReadOnlySpan<byte> token) => _all.Add("welcomed");

        public void ChatResumed(ulong match, long accepted) => _all.Add("resumed");

        public void Searching() => _all.Add("searching");

        public void Matched(ulong match, int tier) => _all.Add(string.Create(CultureInfo.InvariantCulture, $"matched {match}"));

        public void SearchEnded(bool timedOut) => _all.Add("search ended");

        public void Said(long number, ReadOnlySpan<byte> text) => _all.Add(string.Create(CultureInfo.InvariantCulture, $"said {number} {Encoding.UTF8.GetString(text)}"));

        public void Delivered(long number) => _all.Add(string.Create(CultureInfo.InvariantCulture, $"delivered {number}"));

        public void ChatEnded() => _all.Add("ended");

        public void Refused(ReadOnlySpan<byte> code, ReadOnlySpan<byte> about, long expected, long retryAfterMs) => _all.Add("refused");

        public void Draining(long reconnectInMs) => _all.Add("draining");

        public FrameWriter Answer()
        {
            _all.Add("answered");
            return _answer;
        }

        public void Unreadable() => _all.Add("unreadable");
    }
}
