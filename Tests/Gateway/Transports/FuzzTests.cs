using CsCheck;
using Whisper.Fuzz.Generating;
using Whisper.Fuzz.Playing;
using Whisper.Fuzz.Running;
using Whisper.Fuzz.Stress;
using Whisper.Tests.Gateway.Support;
using Xunit;

namespace Whisper.Tests.Gateway.Transports;

/// <summary>A few seconds of <c>make fuzz</c>, the same each time.</summary>
public sealed class FuzzTests
{
    // any will do; a seed that once failed is a test of its own here, or a stream in Fuzz/Corpus
    private const string Seed = "bfqOkKLn9xN6";

    [Theory]
    [MemberData(nameof(EachTransport.Names), MemberType = typeof(EachTransport))]
    public async Task Streams_OfTheCorpusAndGenerated_AreAnsweredAsTheModelSaysAndLeaveNothing(string transport)
    {
        await using var gateway = await Start(transport);
        var leaks = new LeakCheck(gateway.Services);
        await Task.WhenAll(Corpus.All.Select(item => Play(gateway, transport, new Script(item.Bytes))));
        await ClientStreams.Scripts.SampleAsync(script => Play(gateway, transport, script), seed: Seed, iter: 400, threads: 8, print: script => script.ToString());
        Assert.Null(await leaks.Explain());
    }

    [Theory]
    [MemberData(nameof(EachTransport.Names), MemberType = typeof(EachTransport))]
    public async Task Disconnects_AtAnyByte_LeaveNothing(string transport)
    {
        await using var gateway = await Start(transport);
        var leaks = new LeakCheck(gateway.Services);
        await using var other = await gateway.Join();
        await Disconnects.Run(gateway.EndPoint, 400, Seed);
        await other.ExpectQuiet();
        other.Raw.Drop();
        Assert.Null(await leaks.Explain());
    }

    private static Task<GatewayHost> Start(string transport) =>
        GatewayHost.Start(
            ("Gateway:Transport", transport),
            ("Limits:Enabled", "false"),
            ("Gateway:CloseTimeout", "00:00:00.1"),
            ("Sessions:Grace", "00:00:00.1"),
            // a stream in small portions takes a busy machine longer than the ten seconds of the product
            ("Gateway:HelloTimeout", "00:05:00"));

    private static async Task Play(GatewayHost gateway, string transport, Script script)
    {
        var fault = await Dialogue.Play(gateway.EndPoint, script, script.Predict(), TransportList.Of(transport));
        Assert.True(fault is null, fault);
    }
}
