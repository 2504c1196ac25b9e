using Microsoft.Extensions.Options;
using Whisper.Silo.Cluster;

namespace Whisper.Silo.Rehearsals;

/// <summary>Decides whether a silo rehearses.</summary>
internal static class RehearsalHosting
{
    private static readonly TimeSpan SearchPatience = TimeSpan.FromSeconds(5);

    /// <summary>Rehearses when other silos serve meanwhile; a cluster that starts, or starts again after all was down, has nobody to wait for.</summary>
    public static async Task Rehearse(IServiceProvider services)
    {
        if (services.GetRequiredService<IOptions<SiloOptions>>().Value.Rehearse && services.GetService<PeerSearch>() is { } peers && await Finds(peers))
        {
            await ActivatorUtilities.CreateInstance<Rehearsal>(services).Run();
        }
    }

    private static async Task<bool> Finds(PeerSearch peers)
    {
        using var patience = new CancellationTokenSource(SearchPatience);
        try
        {
            return await peers.Find(patience.Token) is not null;
        }
        catch (Exception)
        {
            // Redis was there a moment ago; that it is away now the silo itself says, as soon as it joins
            return false;
        }
    }
}
