using Whisper.Grains.Moderation;
using Whisper.Rooms;
using Whisper.Sessions;
using Xunit;

namespace Whisper.Tests.Moderation;

public sealed class EvidenceSignerTests : IDisposable
{
    private static readonly MatchId Match = new(Guid.Parse("8d3c1b1e-0d5e-4c53-9d65-3c1d2f6a7b01"));
    private static readonly SessionId Sender = new(Guid.Parse("51c9a2d4-77f0-4f0e-8a58-0b9fd3a3a002"));
    private readonly EvidenceSigner _signer = new(Key(1));

    [Fact]
    public void Sign_SameMessage_IsStable()
    {
        // frozen: a change of the encoding would refuse the evidence of chats that are going on during an upgrade
        Assert.Equal("h_NEMQQ0DDjP7KwmA--CdA", _signer.Sign(Match, Sender, 1, "hello", 1_700_000_000_000));
    }

    [Fact]
    public void Verify_ItsOwnSeal_Holds()
    {
        foreach (var text in (string[])["hello", "", "naïve 🙂 text", new string('x', 8_000)])
        {
            Assert.True(_signer.Verify(Match, Sender, 7, text, 5, _signer.Sign(Match, Sender, 7, text, 5)));
        }
    }

    [Fact]
    public void Verify_AnythingChanged_Fails()
    {
        var mac = _signer.Sign(Match, Sender, 7, "hello", 5);
        Assert.False(_signer.Verify(MatchId.New(), Sender, 7, "hello", 5, mac));
        Assert.False(_signer.Verify(Match, SessionId.New(), 7, "hello", 5, mac));
        Assert.False(_signer.Verify(new MatchId(Sender.Value), new SessionId(Match.Value), 7, "hello", 5, mac));
        Assert.False(_signer.Verify(Match, Sender, 8, "hello", 5, mac));
        Assert.False(_signer.Verify(Match, Sender, 5, "hello", 7, mac));
        Assert.False(_signer.Verify(Match, Sender, 7, "hello!", 5, mac));
        Assert.False(_signer.Verify(Match, Sender, 7, "hello", 6, mac));
        Assert.False(new EvidenceSigner(Key(2)).Verify(Match, Sender, 7, "hello", 5, mac));
    }

    [Theory]
    [InlineData("")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("not base64 at all, and much longer than a seal")]
    public void Verify_InventedSeal_Fails(string mac) => Assert.False(_signer.Verify(Match, Sender, 7, "hello", 5, mac));

    [Fact]
    public void Verify_CutSeal_Fails()
    {
        var mac = _signer.Sign(Match, Sender, 7, "hello", 5);
        Assert.False(_signer.Verify(Match, Sender, 7, "hello", 5, mac[..^1]));
        Assert.False(_signer.Verify(Match, Sender, 7, "hello", 5, mac + "A"));
    }

    [Fact]
    public void Constructor_ShortKey_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new EvidenceSigner(new byte[EvidenceSigner.MinKeyLength - 1]));

    private static byte[] Key(byte fill) => [.. Enumerable.Repeat(fill, EvidenceSigner.MinKeyLength)];

    public void Dispose() => _signer.Dispose();
}
