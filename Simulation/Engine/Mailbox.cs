namespace Whisper.Simulation.Engine;

/// <summary>Lets one call in at a time, awaits included, in the order of arrival: what Orleans does for a grain that is not reentrant.</summary>
internal sealed class Mailbox
{
    private Queue<TaskCompletionSource>? _waiting;
    private bool _busy;

    /// <summary>Completes when it is the caller's turn, which lasts until <see cref="Exit"/>.</summary>
    public Task Enter()
    {
        if (!_busy)
        {
            _busy = true;
            return Task.CompletedTask;
        }

        var turn = new TaskCompletionSource();
        (_waiting ??= new()).Enqueue(turn);
        return turn.Task;
    }

    /// <summary>The turn is over.</summary>
    public void Exit()
    {
        if (_waiting is not null && _waiting.TryDequeue(out var next))
        {
            next.SetResult();
        }
        else
        {
            _busy = false;
        }
    }
}
