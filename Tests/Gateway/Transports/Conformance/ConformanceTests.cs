using Whisper.Fuzz.Model;
using Whisper.Fuzz.Playing;
using Whisper.Fuzz.Running;
using Whisper.Tests.Gateway.Support;
using Xunit;

namespace Whisper.Tests.Gateway.Transports.Conformance;

/// <summary>
/// Every category of RFC 6455 that the Autobahn suite has, on every transport. There is nothing here that echoes: that a text
/// was taken shows in the answer of the protocol above, and what became of the rest in pongs and close codes.
/// </summary>
public sealed class ConformanceTests(SharedGateways gateways)
{
    private const int ChoppedUpTo = 700;

    private static readonly Dictionary<string, Case> Cases = FramingCases.All.Concat(ControlCases.All).Concat(FragmentCases.All).Concat(Utf8Cases.All).Concat(CloseCases.All)
        .ToDictionary(item => item.Name);

    public static TheoryData<string> Names => [.. Cases.Keys];

    public static TheoryData<string, string> EveryWhere => [.. TransportList.All.SelectMany(transport => Cases.Keys.Select(name => (transport, name)))];

    [Theory]
    [MemberData(nameof(EveryWhere))]
    public async Task Stream_IsAnsweredAsTheRfcHasIt(string transport, string name)
    {
        var (gateway, item) = (await gateways.Of(transport), Cases[name]);
        Script[] ways = item.Bytes.Length <= ChoppedUpTo
            ? [new(item.Bytes), new(item.Bytes, Portion: 1), new(item.Bytes, Portion: 3), new(item.Bytes, BehindHandshake: true)]
            : [new(item.Bytes), new(item.Bytes, Portion: 997), new(item.Bytes, BehindHandshake: true)];
        var faults = await Task.WhenAll(ways.Select(script => Dialogue.Play(gateway.EndPoint, script, item.Expected, TransportList.Of(transport))));
        var wrong = faults.Zip(ways).Where(pair => pair.First is not null).Select(pair => $"In portions of {pair.Second.Portion}: {pair.First}").ToArray();
        Assert.True(wrong.Length == 0, string.Join('\n', wrong));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Model_AgreesWithTheTable(string name)
    {
        var (expected, predicted) = (Cases[name].Expected, Rfc6455.Predict(Cases[name].Bytes));
        Assert.Equal(expected.Ending, predicted.Ending);
        Assert.Equal(expected.Answers, predicted.Answers);
        Assert.Equal(expected.Pings, predicted.Pings);
        Assert.Equal(expected.Codes.Distinct().Order(), predicted.Codes.Distinct().Order());
    }
}
