using Whisper.Hosting.Redis;

namespace Whisper.Silo.Cluster;

/// <summary>The rules that keep one id from having two clusters. Says what is wrong, and the way out.</summary>
internal sealed class Incarnation(
    IncarnationStore store, Fingerprint fingerprint, PeerSearch peers, IncarnationTiming timing, RedisConnection redis, TimeProvider clock, ILogger<Incarnation> log)
{
    private string? _id;

    /// <summary>Which life this silo has joined.</summary>
    public string? Id => _id;

    /// <summary>Before the silo starts: joins the cluster's present life, or begins it. Null when the silo may start.</summary>
    public async Task<string?> Join(CancellationToken cancellation)
    {
        var look = await store.Look();
        if (look is { Id: null, Wiped: false })
        {
            if (await peers.Find(cancellation) is { } peer)
            {
                return Gone($"silo {peer} runs");
            }

            // silos that run without their data say so at their next look; those that must first reach a Redis that has just come back need more
            await Task.Delay(timing.BeforeBeginning, clock, cancellation);
            look = await store.Look();
        }

        if (look.Wiped)
        {
            return Gone("its silos ran");
        }

        return await Differences(look, cancellation) ?? await Take(look.Id);
    }

    /// <summary>While the silo runs. Null when all is well.</summary>
    public async Task<string?> Check(IncarnationLook look)
    {
        if (look.Wiped || look.Id != _id)
        {
            await TryToMark(look);
            return Gone("this silo ran");
        }

        return fingerprint.Differences(look.Digests) is { Count: > 0 } differences ? Foreign(differences) : null;
    }

    private async Task TryToMark(IncarnationLook look)
    {
        try
        {
            if (!look.Wiped)
            {
                await store.MarkWiped();
            }
        }
        catch (Exception)
        {
            // a Redis that has lost its data may refuse to write as well: what was found is told all the same, and the next look marks it
        }
    }

    private async Task<string?> Differences(IncarnationLook look, CancellationToken cancellation)
    {
        var differences = look.Id is null ? [] : fingerprint.Differences(look.Digests);
        if (differences.Count == 0)
        {
            return null;
        }

        if (await peers.Find(cancellation) is not null)
        {
            return Foreign(differences);
        }

        // all were stopped: this is how a cluster is given other settings
        await store.Rewrite(fingerprint);
        return null;
    }

    private async Task<string?> Take(string? id)
    {
        _id = id ?? await store.Begin(fingerprint);
        if (id is null)
        {
            ClusterLog.Began(log, _id);
        }

        // another silo may have begun it just now, with other settings
        return fingerprint.Differences((await store.Look()).Digests) is { Count: > 0 } differences ? Foreign(differences) : null;
    }

    private string Gone(string evidence) =>
        $"{redis.Where} has lost this cluster's data ({store.Key}) while {evidence}; a silo that starts now would make a second cluster. "
        + $"Stop all silos and gateways, run: {redis.CommandToDelete(store.WipedKey)} - then start them again.";

    private static string Foreign(IReadOnlyList<string> differences) =>
        $"the silos of this cluster have other settings: {string.Join(", ", differences)}. Give all silos the same, or this one another Whisper:Cluster:ClusterId; "
        + "to change them, stop all silos first.";
}

/// <summary>How often a running silo looks at the cluster's key, and how long one waits for such looks before it begins a new life.</summary>
internal sealed record IncarnationTiming(TimeSpan Look, TimeSpan BeforeBeginning)
{
    public static readonly IncarnationTiming Default = new(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(6));
}
