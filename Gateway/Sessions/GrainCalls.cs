using Microsoft.Extensions.Options;
using Whisper.Delivery;
using Whisper.Gateway.Hosting;
using Whisper.Hosting;

namespace Whisper.Gateway.Sessions;

/// <summary>The cluster did not answer although it was asked again and again; what became of the call is not known.</summary>
internal sealed class CallFailedException(Exception inner) : Exception("A call to the cluster failed.", inner);

/// <summary>Calls into the cluster. Every call is safe to repeat, so that one whose outcome is unknown is simply made again.</summary>
internal sealed class GrainCalls(IOptions<GatewayOptions> options, TimeProvider time, GatewayMetrics metrics, ILogger<GrainCalls> log)
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(1);

    // thousands may fail for one reason, and its text costs more than a call
    private readonly SpokenOnce _failing = new(time);

    /// <summary>
    /// Calls, again if need be, for as long as a client waits or for <paramref name="patience"/>; an answer that takes longer than
    /// <paramref name="attempt"/> has it is not waited for, because it may have been lost with the silo that was to pass it on.
    /// </summary>
    /// <exception cref="CallFailedException">It did not work within the time for it.</exception>
    public async Task<T> Call<T>(Func<Task<T>> call, TimeSpan? patience = null, AnswerPatience? attempt = null)
    {
        ArgumentNullException.ThrowIfNull(call);
        var began = time.GetTimestamp();
        for (var delay = FirstDelay; ; delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay)
        {
            try
            {
                var answer = call();
                await (attempt?.Wait(answer) ?? answer);
                return await answer;
            }
            catch (Exception error)
            {
                if (time.GetElapsedTime(began) + delay >= (patience ?? options.Value.CallRetryFor))
                {
                    Tell(error);
                    throw new CallFailedException(error);
                }

                metrics.CallRetried();
            }

            // jitter, so that a thousand clients of a dead silo do not come back as one
            await Task.Delay(delay * (0.5 + Random.Shared.NextDouble()), time);
        }
    }

    /// <inheritdoc cref="Call{T}" />
    public Task Call(Func<Task> call, TimeSpan? patience = null, AnswerPatience? attempt = null) => Call(
        async () =>
        {
            await call();
            return true;
        },
        patience,
        attempt);

    private void Tell(Exception error)
    {
        lock (_failing)
        {
            if (_failing.MaySpeak())
            {
                log.CallFailed(error);
            }
        }
    }
}
