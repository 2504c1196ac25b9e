using System.Text;
using System.Text.Json;
using Whisper.Tests.Gateway.Support;
using Xunit;

namespace Whisper.Tests.Gateway.Product;

/// <summary>Every case of <c>docs/frames/invalid.json</c>, against the whole product.</summary>
public abstract class InvalidFrameTests(SharedProduct product)
{
    private static readonly Dictionary<string, JsonElement> Cases = Golden.Read("invalid.json").ToDictionary(item => item.GetProperty("name").GetString()!);

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task InvalidFrame_GetsWhatTheFileSays(string name)
    {
        var item = Cases[name];
        await using var client = await In(item.GetProperty("state").GetString()!);
        await client.Raw.SendWhileOpen([RawClient.Encode(item.TryGetProperty("binary", out _) ? RawClient.Binary : RawClient.Text, Payload(item))]);
        if (item.TryGetProperty("close", out var close))
        {
            await client.ExpectClose(close.GetInt32());
            return;
        }

        var error = await client.Expect("error");
        Assert.Equal(item.GetProperty("error").GetString(), error.GetProperty("code").GetString());
        if (item.TryGetProperty("expected", out var expected))
        {
            Assert.Equal(expected.GetInt64(), error.GetProperty("expected").GetInt64());
        }

        await client.ExpectQuiet();
    }

    private static byte[] Payload(JsonElement item)
    {
        if (item.TryGetProperty("base64", out var base64))
        {
            return base64.GetBytesFromBase64();
        }

        var bytes = Encoding.UTF8.GetBytes(item.GetProperty("raw").GetString()!);
        return item.TryGetProperty("padTo", out var size) ? [.. bytes, .. Enumerable.Repeat((byte)' ', size.GetInt32() - bytes.Length)] : bytes;
    }

    private async Task<ChatClient> In(string state) => state switch
    {
        "new" => await ChatClient.Connect(product.Host.Address),
        "idle" => await product.Host.Join(),
        "searching" => await product.Host.Searching(product.Host.Interests()),
        "chatting" => (await product.Host.Pair()).First,
        _ => throw new InvalidDataException(state),
    };
}

[Collection(StandaloneTests.Name)]
public sealed class StandaloneInvalidFrameTests(StandaloneProduct product) : InvalidFrameTests(product);

[Collection(ClusterTests.Name)]
public sealed class ClusterInvalidFrameTests(ClusterProduct product) : InvalidFrameTests(product);
