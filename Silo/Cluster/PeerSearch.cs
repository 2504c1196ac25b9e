using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Orleans.Clustering.Redis;
using Orleans.Configuration;
using Whisper.Hosting.Redis;

namespace Whisper.Silo.Cluster;

/// <summary>Looks for silos of this cluster that run, before this one joins them.</summary>
internal sealed class PeerSearch(
    IMembershipTable table, RedisConnection redis, IOptions<RedisClusteringOptions> clustering, IOptions<ClusterOptions> cluster, IOptions<EndpointOptions> own)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>A member other than this silo whose port answers; null when none does. What a crash left in the table does not count.</summary>
    public async Task<string?> Find(CancellationToken cancellation)
    {
        // a table that is not there cannot be read, and must not be made before it is known whose it would be
        if (!await (await redis.Database()).KeyExistsAsync(clustering.Value.CreateRedisKey(cluster.Value)))
        {
            return null;
        }

        await table.InitializeMembershipTableAsync(tryInitTableVersion: false, cancellation);
        var members = (await table.ReadAllAsync(cancellation)).Members.Select(member => member.Item1)
            .Where(member => member.Status is SiloStatus.Joining or SiloStatus.Active or SiloStatus.ShuttingDown)
            .Select(member => member.SiloAddress.Endpoint)
            .Where(endpoint => !endpoint.Equals(new IPEndPoint(own.Value.AdvertisedIPAddress, own.Value.SiloPort)))
            .Distinct();
        var answers = await Task.WhenAll(members.Select(async endpoint => await Answers(endpoint, cancellation) ? $"{endpoint}" : null));
        return answers.FirstOrDefault(answer => answer is not null);
    }

    private static async Task<bool> Answers(IPEndPoint endpoint, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        using var client = new TcpClient(endpoint.AddressFamily);
        try
        {
            await client.ConnectAsync(endpoint, patience.Token);
            return true;
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException)
        {
            return false;
        }
    }
}
