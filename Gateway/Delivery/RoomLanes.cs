using Microsoft.Extensions.Options;
using Whisper.Delivery;
using Whisper.Gateway.Hosting;

namespace Whisper.Gateway.Delivery;

/// <summary>
/// This gateway's lanes into the cluster: as many as there are silos, over which they spread. A match keeps to one lane while silos neither come nor go. A room of this process is
/// called without a lane.
/// </summary>
internal sealed class RoomLanes(
    IGrainFactory grains, IOptions<GatewayOptions> options, TimeProvider time, GatewayMetrics metrics, ILogger<RoomLanes> log, IRoomsHere? here = null)
{
    // before the cluster has said how many silos it has
    private const int AtFirst = 1;
    private const int Most = 16;

    private readonly RoomLane?[] _lanes = new RoomLane?[Most];
    private int _count = AtFirst;

    /// <summary>The cluster has so many silos. 0: it does not say.</summary>
    public void Spread(int silos)
    {
        if (silos > 0)
        {
            Volatile.Write(ref _count, Math.Min(silos, Most));
        }
    }

    /// <summary>Sends a call with the next batch of its match's lane.</summary>
    public void Send(in LaneCall call, in RelayCall packed)
    {
        if (!TryHere(call, packed))
        {
            var lane = (int)((uint)packed.Match.GetHashCode() % (uint)Volatile.Read(ref _count));
            // a client that has not found its cluster yet knows of no grain, and a failed first try must not be kept
            (_lanes[lane] ?? Open(lane)).Send(call, packed);
        }
    }

    // what one has said is not overtaken by what they say next; what is traced goes where its steps are
    private bool TryHere(in LaneCall call, in RelayCall packed)
    {
        if (here is null || call.Chat.IsInLane || !packed.Trace.IsEmpty || !here.TryCall(packed, out var result))
        {
            return false;
        }

        call.Caller?.Answered(call, LaneAnswer.To(call, (byte)result.Outcome, result.Expected), packed.Text);
        return true;
    }

    private RoomLane Open(int lane)
    {
        var opened = new RoomLane(grains.GetGrain<IGatewayIngress>(lane), options.Value.BatchSize, time, metrics, log);
        return Interlocked.CompareExchange(ref _lanes[lane], opened, null) ?? opened;
    }
}
