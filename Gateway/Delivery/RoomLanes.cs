using Microsoft.Extensions.Options;
using Whisper.Delivery;
using Whisper.Gateway.Hosting;

namespace Whisper.Gateway.Delivery;

/// <summary>This gateway's lanes into the cluster. A match keeps to one lane, and lanes spread over the silos.</summary>
internal sealed class RoomLanes(IGrainFactory grains, IOptions<GatewayOptions> options, GatewayMetrics metrics, ILogger<RoomLanes> log)
{
    private const int Lanes = 4;

    // looked up at each call: the grains of a cluster are known only once the gateway is in touch with it
    private readonly RoomLane[] _lanes = [.. Enumerable.Range(0, Lanes)
        .Select(lane => new RoomLane(() => grains.GetGrain<IGatewayIngress>(lane), options.Value.BatchSize, metrics, log))];

    /// <summary>Sends a call with the next batch. Not answered: it may or may not have happened.</summary>
    public Task<RoomAnswer> Send(RoomCall call) => _lanes[(uint)call.Match.GetHashCode() % Lanes].Send(call);
}
