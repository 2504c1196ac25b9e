using NATS.Client.Core;
using NATS.Client.JetStream;

namespace Whisper.Streaming.Nats;

/// <summary>Says whether the NATS of a stream provider can be used. One for each provider, as a keyed service of the provider's name.</summary>
public sealed class NatsStreamProbe
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly NatsLink _link;

    internal NatsStreamProbe(NatsLink link) => _link = link;

    /// <summary>What keeps the provider from working, as one sentence; null when nothing does. Takes at most 2 s.</summary>
    public async Task<string?> Problem(CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        var (problem, _, _) = await Look(_link.Check, patience.Token);
        cancellation.ThrowIfCancellationRequested();
        return problem;
    }

    /// <summary>Waits until the provider can work.</summary>
    /// <exception cref="NatsStreamException">It cannot.</exception>
    internal async Task Require(TimeSpan patience, CancellationToken cancellation)
    {
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bounded.CancelAfter(patience);
        while (true)
        {
            var (problem, passes, cause) = await Look(_link.Prepare, bounded.Token);
            if (problem is null)
            {
                return;
            }

            cancellation.ThrowIfCancellationRequested();
            if (!passes || bounded.IsCancellationRequested)
            {
                throw new NatsStreamException(problem, cause);
            }

            await Task.Delay(Pause, bounded.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<(string? Problem, bool Passes, Exception? Cause)> Look(Func<CancellationToken, Task> look, CancellationToken cancellation)
    {
        try
        {
            await look(cancellation);
            return (null, false, null);
        }
        catch (Exception exception) when (Causes(exception).OfType<NatsServerException>().Any(error => error.IsAuthError) || _link.IsRefused)
        {
            return ($"NATS at {_link.Address} refuses the user or the password.", false, exception);
        }
        catch (NatsNoRespondersException exception)
        {
            return ($"NATS at {_link.Address} runs without JetStream: enable it in the server's configuration.", false, exception);
        }
        catch (NatsJSApiException exception) when (exception.Error.Code == 503)
        {
            return ($"JetStream of NATS at {_link.Address} is not available: {exception.Error.Description}.", true, exception);
        }
        catch (NatsJSApiException exception)
        {
            return ($"JetStream of NATS at {_link.Address} refuses the streams: {exception.Error.Description}.", false, exception);
        }
        catch (Exception exception) when (exception is NatsException or OperationCanceledException or TimeoutException)
        {
            return ($"NATS at {_link.Address} cannot be reached.", true, exception);
        }
    }

    private static IEnumerable<Exception> Causes(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            yield return exception;
        }
    }
}
