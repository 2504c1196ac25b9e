using Whisper.Fuzz.Running;
using Whisper.Tests.Gateway.Support;
using Xunit;

[assembly: AssemblyFixture(typeof(SharedGateways))]

namespace Whisper.Tests.Gateway.Support;

/// <summary>For tests of what holds on every transport.</summary>
internal static class EachTransport
{
    public static TheoryData<string> Names => [.. TransportList.All];
}

/// <summary>One gateway a transport for all tests that leave it as they found it; without limits, and in no hurry.</summary>
public sealed class SharedGateways : IAsyncDisposable
{
    private readonly Dictionary<string, Lazy<Task<GatewayHost>>> _gateways = TransportList.All.ToDictionary(
        transport => transport,
        transport => new Lazy<Task<GatewayHost>>(() => GatewayHost.Start(("Gateway:Transport", transport), ("Limits:Enabled", "false"), ("Gateway:HelloTimeout", "00:05:00"))));

    internal Task<GatewayHost> Of(string transport) => _gateways[transport].Value;

    public async ValueTask DisposeAsync()
    {
        foreach (var gateway in _gateways.Values.Where(gateway => gateway.IsValueCreated))
        {
            await (await gateway.Value).DisposeAsync();
        }
    }
}
