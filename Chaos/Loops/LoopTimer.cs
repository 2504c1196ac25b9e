namespace Whisper.Chaos.Loops;

/// <summary>Something to be done later on a loop.</summary>
/// <param name="due">When, by <see cref="Clock"/>.</param>
/// <param name="action">What.</param>
internal sealed class LoopTimer(long due, Action action)
{
    private Action? _action = action;

    /// <summary>When, by <see cref="Clock"/>.</summary>
    public long Due => due;

    /// <summary>It will not happen any more.</summary>
    public void Cancel() => _action = null;

    /// <summary>Does it, unless it was cancelled.</summary>
    public void Fire()
    {
        var action = _action;
        _action = null;
        action?.Invoke();
    }
}
