namespace Whisper.LoadTest.Engine;

/// <summary>Wakes a loop from another thread.</summary>
internal sealed unsafe class Wakeup : IDisposable
{
    /// <summary>The tag of its events.</summary>
    public const ulong Tag = ulong.MaxValue;

    private readonly int _descriptor = Native.EventDescriptor(0, Native.NonBlocking | Native.CloseOnExec);

    /// <summary>Has a poller watch it.</summary>
    public Wakeup(Poller poller)
    {
        if (_descriptor < 0 || !poller.Watch(_descriptor, Native.Readable | Native.EdgeTriggered, Tag))
        {
            throw new InvalidOperationException($"The kernel refuses an event descriptor (error {Native.Error}).");
        }
    }

    /// <summary>Ends the loop's wait.</summary>
    public void Wake()
    {
        var one = 1ul;
        _ = Native.Write(_descriptor, &one, sizeof(ulong));
    }

    /// <summary>Gets ready for the next time.</summary>
    public void Clear()
    {
        ulong count;
        _ = Native.Read(_descriptor, &count, sizeof(ulong));
    }

    /// <inheritdoc />
    public void Dispose() => _ = Native.Close(_descriptor);
}
