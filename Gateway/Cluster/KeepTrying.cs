using Whisper.Gateway.Hosting;

namespace Whisper.Gateway.Cluster;

/// <summary>A gateway that starts before its cluster waits for it.</summary>
internal sealed class KeepTrying(ILogger<KeepTrying> log) : IClientConnectionRetryFilter
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <inheritdoc />
    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        log.ClusterAway(exception.Message);
        await Task.Delay(Pause, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !cancellationToken.IsCancellationRequested;
    }
}
