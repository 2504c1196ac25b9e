using System.Text;
using CsCheck;
using Whisper.Gateway.Transports.Epoll;
using Whisper.Tests.Gateway.Support;
using Xunit;

namespace Whisper.Tests.Gateway.Transports.Epoll;

public sealed class FrameReaderTests
{
    private readonly BufferPool _pool = new();
    private Inbound? _held;
    private bool _isClosing;

    [Theory]
    [MemberData(nameof(FrameMeterTests.Violations), MemberType = typeof(FrameMeterTests))]
    public void Next_BrokenRule_IsNoticedHoweverTheBytesArrive(string name, byte[] bytes, int code)
    {
        foreach (var size in new[] { 1, 2, 7, bytes.Length })
        {
            (_held, _isClosing) = (null, false);
            var found = Feed([.. RawClient.Encode(RawClient.Ping, "p"u8), .. bytes], size);
            Assert.True(found[0] == "Ping p" && found.Contains($"Violation {code}"), $"{name} in portions of {size}: {string.Join(", ", found)}");
            Release();
        }
    }

    [Fact]
    public void Next_AnySoundStream_YieldsItsMessagesHoweverTheBytesArrive()
    {
        var message = Gen.Select(Gen.String[0, 300], Gen.Int[1, 4], Gen.Bool);
        Gen.Select(message.Array[1, 8], Gen.Int[1, 50]).Sample((messages, size) =>
        {
            (_held, _isClosing) = (null, false);
            var stream = messages.SelectMany(item => Fragments(item.Item1, item.Item2, item.Item3)).ToArray();
            var texts = Feed(stream, size).Where(found => found.StartsWith("Text", StringComparison.Ordinal));
            Assert.Equal(messages.Select(item => $"Text {Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(item.Item1))}"), texts);
            Assert.Null(_held);
            Assert.Equal(0, _pool.Out);
        }, threads: 1);
    }

    [Fact]
    public void Next_AfterAViolationThatLeavesFramingWhole_FindsTheCloseBehindAnything()
    {
        byte[] stream =
        [
            .. RawClient.Encode(RawClient.Text, new byte[20_000]), .. RawClient.Encode(RawClient.Binary, new byte[70_000]),
            .. RawClient.Encode(RawClient.Ping, "x"u8), .. RawClient.Encode(RawClient.Close, [0x03, 0xF1]), 0xFF, 0xFF,
        ];
        Assert.Equal(["Violation 1009", "Nothing", "Nothing", "Nothing", "Close \u0003\uFFFD"], Feed(stream, 1000));
        Release();
    }

    [Fact]
    public void Next_AfterALostFrame_ReadsNothingMore()
    {
        Assert.Equal(["Violation 1002"], Feed([.. RawClient.Encode(RawClient.Text, "x"u8, masked: false), .. RawClient.Encode(RawClient.Close, [])], 3));
        Release();
    }

    [Theory]
    [InlineData(new byte[] { 0xF0, 0x9F }, false)]
    [InlineData(new byte[] { 0xF0, 0x9F }, true)]
    [InlineData(new byte[] { 0xED, 0xA0 }, false)]
    [InlineData(new byte[] { 0xC0 }, false)]
    public void Next_TextThatCannotBecomeSound_IsNoticedAtTheFragment(byte[] text, bool final)
    {
        var expected = text[0] == 0xF0 && !final ? "Nothing" : "Violation 1007";
        Assert.Equal([expected], Feed(RawClient.Encode(RawClient.Text, text, final), 100));
        Release();
    }

    private static byte[] Fragments(string text, int count, bool ping)
    {
        var payload = Encoding.UTF8.GetBytes(text);
        var frames = new List<byte>();
        for (var i = 0; i < count; i++)
        {
            var part = payload.AsSpan((payload.Length * i / count)..(payload.Length * (i + 1) / count));
            frames.AddRange(RawClient.Encode(i == 0 ? RawClient.Text : RawClient.Continuation, part, final: i == count - 1));
            frames.AddRange(ping ? RawClient.Encode(RawClient.Ping, "ping"u8) : []);
        }

        return [.. frames];
    }

    private List<string> Feed(byte[] bytes, int size)
    {
        var found = new List<string>();
        var buffer = new byte[BufferPool.Largest];
        foreach (var portion in bytes.Chunk(size))
        {
            var kept = _held?.TakeRaw(buffer) ?? 0;
            portion.CopyTo(buffer, kept);
            var reader = new FrameReader(buffer.AsSpan(0, kept + portion.Length), _held, _pool) { IsClosing = _isClosing };
            for (var kind = reader.Next(); kind != FrameKind.Incomplete; kind = reader.Next())
            {
                found.Add(kind switch
                {
                    FrameKind.Violation => $"Violation {(int)reader.Violation}",
                    FrameKind.Nothing => "Nothing",
                    _ => $"{kind} {Encoding.UTF8.GetString(reader.Payload)}",
                });
            }

            (_held, _isClosing) = (reader.KeepRest(), reader.IsClosing);
        }

        return found;
    }

    private void Release()
    {
        _held?.Release();
        Assert.Equal(0, _pool.Out);
    }
}
