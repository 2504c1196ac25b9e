namespace Whisper.Delivery;

/// <summary>
/// Work that is put off until its thread has handled what it is about to handle, and is then done by that thread: what many messages give rise to is done once for all of them, and
/// nobody has to be woken.
/// </summary>
public static class Afterwards
{
    [ThreadStatic]
    private static Queue<IThreadPoolWorkItem>? _putOff;

    [ThreadStatic]
    private static int _depth;

    /// <summary>Begins to put off, until what is returned is disposed of by the same thread. Within another beginning it changes nothing.</summary>
    public static Beginning Begin()
    {
        _depth++;
        return default;
    }

    /// <summary>Has something done, now by the pool if its thread puts nothing off.</summary>
    public static void Do(IThreadPoolWorkItem work)
    {
        if (_depth > 0)
        {
            (_putOff ??= new()).Enqueue(work);
        }
        else
        {
            ThreadPool.UnsafeQueueUserWorkItem(work, preferLocal: true);
        }
    }

    private static void End()
    {
        try
        {
            // what is put off may itself put something off
            while (_depth == 1 && _putOff is not null && _putOff.TryDequeue(out var work))
            {
                work.Execute();
            }
        }
        finally
        {
            _depth--;
        }
    }

    /// <summary>Has what was put off done.</summary>
    public readonly ref struct Beginning : IDisposable
    {
        /// <inheritdoc />
        public void Dispose() => End();
    }
}
