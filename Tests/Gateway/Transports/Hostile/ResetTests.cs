using Microsoft.Extensions.Logging;
using Whisper.Fuzz.Running;
using Whisper.Rooms;
using Whisper.Tests.Gateway.Support;
using Xunit;

namespace Whisper.Tests.Gateway.Transports.Hostile;

/// <summary>Clients that go without a word, in each state that a connection can be in; with a reset, and with an end of their stream.</summary>
public sealed class ResetTests
{
    private static readonly byte[] Ping = RawClient.Encode(RawClient.Text, """{"type":"ping"}"""u8);

    private static readonly Dictionary<string, Func<GatewayHost, Task<RawClient>>> States = new()
    {
        ["connected"] = gateway => RawClient.Tcp(gateway.Address),
        ["half a handshake"] = async gateway => await Sent(await RawClient.Tcp(gateway.Address), "GET /ws HTTP/1.1\r\nHost: x\r\n"u8.ToArray()),
        ["half a request for something else"] = async gateway => await Sent(await RawClient.Tcp(gateway.Address), "GET / HTTP/1.1\r\nHost: x\r\n"u8.ToArray()),
        ["handshake sent, answer not read"] = async gateway => await Sent(await RawClient.Tcp(gateway.Address), Fuzz.Wire.WireClient.Handshake),
        ["not greeted"] = gateway => RawClient.Connect(gateway.Address),
        ["in a header"] = async gateway => await Sent(await RawClient.Connect(gateway.Address), Ping[..1]),
        ["in a payload"] = async gateway => await Sent(await RawClient.Connect(gateway.Address), Ping[..10]),
        ["between fragments"] = async gateway => await Sent(await RawClient.Connect(gateway.Address), RawClient.Encode(RawClient.Text, "{"u8, final: false)),
        ["in a second fragment"] = async gateway => await Sent(
            await RawClient.Connect(gateway.Address), [.. RawClient.Encode(RawClient.Text, "{"u8, final: false), .. RawClient.Encode(RawClient.Continuation, "}"u8)[..6]]),
        ["idle"] = async gateway => (await gateway.Join()).Raw,
        ["answers not read"] = async gateway => await Sent((await gateway.Join()).Raw, [.. Enumerable.Repeat(Ping, 500).SelectMany(ping => ping)]),
        ["searching"] = async gateway => (await gateway.Searching()).Raw,
        ["chatting"] = async gateway => (await gateway.Chatting(MatchId.New())).Raw,
        ["a call under way"] = async gateway => await Sent((await gateway.Join()).Raw, RawClient.Encode(RawClient.Text, """{"type":"find_match","interests":["a","b"]}"""u8)),
        ["closing"] = async gateway => await Sent((await gateway.Join()).Raw, RawClient.Encode(RawClient.Close, [3, 0xE8])),
        ["being closed"] = async gateway => await Sent((await gateway.Join()).Raw, RawClient.Encode(RawClient.Binary, [1])),
        ["being closed for what nobody understands"] = async gateway => await Sent((await gateway.Join()).Raw, [0xFF, 0xFF, 0xFF, 0xFF]),
        ["close answered, end not awaited"] = async gateway =>
        {
            var raw = await Sent((await gateway.Join()).Raw, RawClient.Encode(RawClient.Binary, [1]));
            await raw.ReceiveClose();
            return await Sent(raw, RawClient.Encode(RawClient.Close, [3, 0xEB]));
        },
    };

    [Theory]
    [MemberData(nameof(EachTransport.Names), MemberType = typeof(EachTransport))]
    public async Task Going_InAnyState_LeavesNothingAndTroublesNobody(string transport)
    {
        await using var gateway = await GatewayHost.Start(("Gateway:Transport", transport), ("Limits:Enabled", "false"), ("Sessions:Grace", "00:00:00.1"));
        var leaks = new LeakCheck(gateway.Services);
        await using var other = await gateway.Join();
        foreach (var bring in States.Values)
        {
            foreach (var isReset in (bool[])[true, false])
            {
                var client = await bring(gateway);
                if (isReset)
                {
                    client.Drop();
                }
                else
                {
                    await client.DisposeAsync();
                }

                await other.ExpectQuiet();
            }
        }

        other.Raw.Drop();
        Assert.Null(await leaks.Explain());
        Assert.DoesNotContain(gateway.Log.Lines, line => line.Level is LogLevel.Error or LogLevel.Critical);
    }

    private static async Task<RawClient> Sent(RawClient client, byte[] bytes)
    {
        await client.SendBytes(bytes);
        return client;
    }
}
