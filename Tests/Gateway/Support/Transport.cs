using Whisper.Fuzz.Playing;
using Whisper.Tests.Gateway.Support;
using Xunit;

[assembly: AssemblyFixture(typeof(SharedGateways))]

namespace Whisper.Tests.Gateway.Support;

/// <summary>The transports there are, as <c>Whisper:Gateway:Transport</c> names them. What holds for one holds for all.</summary>
internal static class Transport
{
    public const string AspNetCore = "AspNetCore";

    public static readonly string[] All = [AspNetCore];

    public static TheoryData<string> Each => [.. All];

    public static Tolerance Tolerance(string transport) => transport == AspNetCore ? Fuzz.Playing.Tolerance.AspNetCore : Fuzz.Playing.Tolerance.None;
}

/// <summary>One gateway a transport for all tests that leave it as they found it; without limits, and in no hurry.</summary>
public sealed class SharedGateways : IAsyncDisposable
{
    private readonly Dictionary<string, Lazy<Task<GatewayHost>>> _gateways = Transport.All.ToDictionary(
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
