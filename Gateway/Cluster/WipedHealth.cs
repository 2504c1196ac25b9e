using Microsoft.Extensions.Options;
using Whisper.Hosting;
using Whisper.Hosting.Health;
using Whisper.Hosting.Redis;

namespace Whisper.Gateway.Cluster;

/// <summary>Not ready in front of a cluster whose data are gone.</summary>
internal sealed class WipedHealth(RedisConnection redis, IOptions<ClusterNameOptions> names, TimeProvider clock) : SharedLook(clock)
{
    /// <summary>The check's name, the same as the silos'.</summary>
    public const string Name = "incarnation";

    private string? _latest;

    /// <inheritdoc />
    protected override async Task<string?> Look()
    {
        try
        {
            var isWiped = await (await redis.Database()).KeyExistsAsync(names.Value.WipedKey);
            _latest = isWiped ? "Redis has lost this cluster's data while it ran; the silos say what to do." : null;
        }
        catch (Exception error) when (RedisFault.Is(error))
        {
            // what was last seen holds; that Redis is away is told by its own check
        }

        return _latest;
    }
}
