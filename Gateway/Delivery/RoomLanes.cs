using Microsoft.Extensions.Options;
using Whisper.Delivery;
using Whisper.Gateway.Hosting;

namespace Whisper.Gateway.Delivery;

/// <summary>This gateway's lanes into the cluster. A match keeps to one lane, and lanes spread over the silos.</summary>
internal sealed class RoomLanes(IGrainFactory grains, IOptions<GatewayOptions> options, GatewayMetrics metrics, ILogger<RoomLanes> log)
{
    private const int Lanes = 4;

    // a client that has not found its cluster yet knows of no grain, and a failed first try must not be kept
    private readonly Lazy<RoomLane[]> _lanes = new(
        () => [.. Enumerable.Range(0, Lanes).Select(lane => new RoomLane(grains.GetGrain<IGatewayIngress>(lane), options.Value.BatchSize, metrics, log))],
        LazyThreadSafetyMode.PublicationOnly);

    /// <summary>Sends a call with the next batch. Not answered: it may or may not have happened.</summary>
    public Task<RoomAnswer> Send(RoomCall call) => _lanes.Value[(uint)call.Match.GetHashCode() % Lanes].Send(call);
}
