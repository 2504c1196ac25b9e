using Whisper.Gateway.Hosting;
using Whisper.Hosting;

namespace Whisper.Gateway.Cluster;

/// <summary>A gateway that starts before its cluster waits for it.</summary>
internal sealed class KeepTrying(TimeProvider time, ILogger<KeepTrying> log) : IClientConnectionRetryFilter
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly SpokenOnce _away = new(time);

    /// <inheritdoc />
    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        if (_away.MaySpeak())
        {
            log.ClusterAway(exception.Message);
        }

        await Task.Delay(Pause, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !cancellationToken.IsCancellationRequested;
    }
}
