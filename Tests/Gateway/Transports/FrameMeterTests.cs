using CsCheck;
using Whisper.Gateway.Protocol;
using Whisper.Gateway.Transports.WebSockets;
using Whisper.Tests.Gateway.Support;
using Xunit;

namespace Whisper.Tests.Gateway.Transports;

public sealed class FrameMeterTests
{
    private static readonly byte[] Ping = RawClient.Encode(RawClient.Ping, []);

    public static TheoryData<string, byte[], int> Violations => new()
    {
        { "unmasked", RawClient.Encode(RawClient.Text, "x"u8, masked: false), 1002 },
        { "reserved bit", RawClient.Encode(RawClient.Text, "x"u8, reserved: 4), 1002 },
        { "unknown data opcode", RawClient.Encode(0x3, "x"u8), 1002 },
        { "unknown control opcode", RawClient.Encode(0xB, "x"u8), 1002 },
        { "fragmented ping", RawClient.Encode(RawClient.Ping, "x"u8, final: false), 1002 },
        { "long ping", RawClient.Encode(RawClient.Ping, new byte[126]), 1002 },
        { "continuation of nothing", RawClient.Encode(RawClient.Continuation, "x"u8), 1002 },
        { "text within text", [.. RawClient.Encode(RawClient.Text, "x"u8, final: false), .. RawClient.Encode(RawClient.Text, "x"u8)], 1002 },
        { "binary", RawClient.Encode(RawClient.Binary, "x"u8), 1003 },
        { "too large", RawClient.Encode(RawClient.Text, new byte[16_385]), 1009 },
        { "too large in sum", [.. RawClient.Encode(RawClient.Text, new byte[16_384], final: false), .. RawClient.Encode(RawClient.Continuation, "x"u8)], 1009 },
        { "absurdly large", [0x81, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], 1009 },
    };

    [Theory]
    [MemberData(nameof(Violations))]
    public void Feed_BrokenRule_IsNoticedHoweverTheBytesArrive(string name, byte[] bytes, int code)
    {
        foreach (var size in new[] { 1, 2, 7, bytes.Length })
        {
            var meter = new FrameMeter();
            var sound = Feed(meter, [.. Ping, .. bytes], size).Sound;
            Assert.True((int)meter.Violation == code, $"{name} in portions of {size}: {meter.Violation}");
            Assert.InRange(sound, Ping.Length, Ping.Length + bytes.Length - 1);
        }
    }

    [Fact]
    public void Feed_AnySoundStream_CountsItsFramesHoweverTheBytesArrive()
    {
        // messages of a few fragments with pings in between
        var frames = Gen.Select(Gen.Byte.Array[0, 300], Gen.Int[1, 4], Gen.Bool).Array[1, 10].Select(messages => messages.SelectMany(Fragments).ToArray());
        Gen.Select(frames, Gen.Int[1, 50]).Sample((all, size) =>
        {
            var meter = new FrameMeter();
            byte[] stream = [.. all.SelectMany(frame => frame)];
            Assert.Equal((stream.Length, all.Length), Feed(meter, stream, size));
            Assert.Equal(CloseCode.None, meter.Violation);
        });
    }

    [Fact]
    public void Feed_CloseAfterAViolation_IsSeen()
    {
        var meter = new FrameMeter();
        Feed(meter, RawClient.Encode(RawClient.Text, new byte[20_000]), 1000);
        Assert.False(meter.CloseSeen);
        Feed(meter, RawClient.Encode(RawClient.Close, []), 1);
        Assert.True(meter.CloseSeen);
        Assert.Equal(CloseCode.FrameTooLarge, meter.Violation);
    }

    private static IEnumerable<byte[]> Fragments((byte[] Payload, int Count, bool Ping) message)
    {
        var (payload, count, ping) = message;
        for (var i = 0; i < count; i++)
        {
            if (ping)
            {
                yield return RawClient.Encode(RawClient.Ping, payload.AsSpan(0, Math.Min(payload.Length, 125)));
            }

            var part = payload.AsSpan((payload.Length * i / count)..(payload.Length * (i + 1) / count));
            yield return RawClient.Encode(i == 0 ? RawClient.Text : RawClient.Continuation, part, final: i == count - 1);
        }
    }

    private static (int Sound, int Frames) Feed(FrameMeter meter, byte[] bytes, int size)
    {
        var (sound, frames) = (0, 0);
        foreach (var portion in bytes.Chunk(size))
        {
            sound += meter.Feed(portion, out var begun);
            frames += begun;
        }

        return (sound, frames);
    }
}
