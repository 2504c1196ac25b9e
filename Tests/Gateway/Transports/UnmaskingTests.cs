using Whisper.Rooms;
using Whisper.Tests.Gateway.Support;
using Xunit;

namespace Whisper.Tests.Gateway.Transports;

/// <summary>There is nothing that echoes a text, but there is somebody who is given it.</summary>
public sealed class UnmaskingTests
{
    [Theory]
    [MemberData(nameof(EachTransport.Names), MemberType = typeof(EachTransport))]
    public async Task Text_OfAnyLengthWholeAndInFragments_ArrivesAsItWas(string transport)
    {
        await using var gateway = await GatewayHost.Start(("Gateway:Transport", transport), ("Limits:Enabled", "false"));
        var received = new List<string>();
        gateway.Cluster.Post = post =>
        {
            received.Add(post.Text.Value);
            return Task.FromResult(new PostResult(PostOutcome.Accepted, post.N + 1));
        };
        await using var client = await gateway.Chatting(MatchId.New());
        string[] texts = [.. Enumerable.Range(1, 140).Append(1_000).Append(2_000).Select(length => string.Concat(Enumerable.Range(0, length).Select(i => char.ConvertFromUtf32(((i * 7919) + length) % 3 == 0 ? 0x1F600 + (i % 40) : 'a' + (i % 26)))))];
        for (var n = 1; n <= texts.Length; n++)
        {
            var frame = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(new { type = "message", n, text = texts[n - 1] });
            var cut = n % 2 == 0 ? frame.Length : frame.Length / 3;
            await client.Raw.SendFrame(RawClient.Text, frame.AsSpan(0, cut), final: cut == frame.Length);
            if (cut < frame.Length)
            {
                await client.Raw.SendFrame(RawClient.Continuation, frame.AsSpan(cut));
            }
        }

        await client.ExpectQuiet();
        Assert.Equal(texts, received);
    }
}
