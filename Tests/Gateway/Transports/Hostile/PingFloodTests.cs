using Whisper.Delivery;
using Whisper.Rooms;
using Whisper.Tests.Gateway.Support;
using Whisper.Tests.Support;
using Xunit;

namespace Whisper.Tests.Gateway.Transports.Hostile;

/// <summary>Pings, as fast as a connection carries them, from several clients that do not mind being closed.</summary>
public sealed class PingFloodTests
{
    private const int Offenders = 3;
    private const int Messages = 300;

    [Theory]
    [MemberData(nameof(EachTransport.Names), MemberType = typeof(EachTransport))]
    public async Task Flood_IsCutOffWhileEverybodyElsesMessagesArrive(string transport)
    {
        await using var gateway = await GatewayHost.Start(("Gateway:Transport", transport));
        var match = MatchId.New();
        await using var client = await gateway.Chatting(match);
        var to = gateway.Cluster.Connection;
        var floods = Enumerable.Range(0, Offenders).Select(_ => Flood(gateway)).ToArray();
        for (var n = 1; n <= Messages; n++)
        {
            await gateway.Cluster.Deliver(to, new MessageEvent(match, n, new PrivateText("hello"), 0, "m"));
            Assert.Equal(n, (await client.Expect("message")).GetProperty("n").GetInt64());
        }

        Assert.All(await Task.WhenAll(floods), code => Assert.Equal(4400, code));
        await Eventually.True(() => gateway.Part<Whisper.Gateway.Connections.ConnectionTable>().Count == 1, "the offenders are gone");
        await client.ExpectQuiet();
    }

    /// <summary>Goes on until the server ends the connection, whatever it has said before.</summary>
    private static async Task<int> Flood(GatewayHost gateway)
    {
        await using var offender = await gateway.Join();
        byte[] portion = [.. Enumerable.Repeat(RawClient.Encode(RawClient.Ping, []), 10_000).SelectMany(ping => ping)];
        var code = offender.Raw.ReceiveClose();
        await offender.Raw.SendWhileOpen(Enumerable.Repeat<ReadOnlyMemory<byte>>(portion, int.MaxValue));
        return await code;
    }
}
