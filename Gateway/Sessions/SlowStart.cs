namespace Whisper.Gateway.Sessions;

/// <summary>
/// Has a gateway that has just started ask little of the cluster at once, and more with each quick answer, as TCP does with a new path: silos that started with it still compile
/// what they run, and a thousand people who all come back in one moment would leave them no time to answer each other's probes. Once answers are quick nothing waits here any more.
/// </summary>
internal sealed class SlowStart(TimeProvider time)
{
    /// <summary>How many calls are under way at first.</summary>
    public const int FirstWindow = 8;

    /// <summary>From how many on nobody is kept waiting.</summary>
    public const int OpenWindow = 256;

    /// <summary>An answer within this time lets one more in; a call that takes longer no longer keeps the next one waiting.</summary>
    public static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(500);

    /// <summary>How long somebody waits for their turn. Less than a client waits for its <c>welcome</c>.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(8);

    private readonly Queue<TaskCompletionSource> _waiting = new();
    private readonly Lock _lock = new();
    private int _underWay;
    private int _window = FirstWindow;
    private volatile bool _isOpen;

    /// <summary>Runs something that asks the cluster, when it has its turn.</summary>
    /// <exception cref="CallFailedException">Its turn did not come within <see cref="LongestWait"/>.</exception>
    public Task Run(Func<Task> flow) => _isOpen ? Started(flow) : RunInTurn(flow);

    private async Task RunInTurn(Func<Task> flow)
    {
        await Turn();
        var running = Started(flow);
        await Task.WhenAny(running, Task.Delay(Quick, time));
        Leave(running.IsCompletedSuccessfully);
        await running;
    }

    private async Task Turn()
    {
        TaskCompletionSource turn;
        lock (_lock)
        {
            if (_underWay < _window)
            {
                _underWay++;
                return;
            }

            turn = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue(turn);
        }

        try
        {
            await turn.Task.WaitAsync(LongestWait, time);
        }
        catch (TimeoutException late) when (turn.TrySetCanceled())
        {
            throw new CallFailedException(late);
        }
        catch (TimeoutException)
        {
            // its turn came in the same moment
        }
    }

    private void Leave(bool isQuick)
    {
        lock (_lock)
        {
            _underWay--;
            _window += isQuick ? 1 : 0;
            _isOpen = _window >= OpenWindow;
            while (_underWay < _window && _waiting.TryDequeue(out var next))
            {
                _underWay += next.TrySetResult() ? 1 : 0;
            }
        }
    }

    // a flow that fails before it first waits fails as one that fails later
    private static async Task Started(Func<Task> flow) => await flow();
}
