using Microsoft.Extensions.Options;
using Whisper.Delivery;

namespace Whisper.Grains.Delivery;

/// <summary>Adds up the gateways' counts. In memory: it is whole again one renewal after a crash.</summary>
internal sealed class PresenceGrain(TimeProvider time, IOptions<LeaseOptions> options) : Grain, IPresence
{
    private const int ForgetAfterLeases = 3;

    private readonly Dictionary<Guid, (int Connected, DateTimeOffset At)> _gateways = [];

    public Task<int> Report(Guid gateway, int connected)
    {
        var now = time.GetUtcNow();
        _gateways[gateway] = (connected, now);
        var oldest = now - (ForgetAfterLeases * options.Value.Duration);
        foreach (var (silent, _) in _gateways.Where(entry => entry.Value.At < oldest || entry.Value.Connected == 0).ToArray())
        {
            _gateways.Remove(silent);
        }

        return Task.FromResult(_gateways.Values.Sum(entry => entry.Connected));
    }
}
