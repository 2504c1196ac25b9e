namespace Whisper.LoadTest.Adapters;

/// <summary>The kinds of servers that can be tested.</summary>
internal static class AllAdapters
{
    private static readonly Func<Adapter>[] Makers = [() => new WhisperAdapter(), () => new SignalRAdapter(), () => new SocketIoAdapter(), () => new ColyseusAdapter()];

    /// <summary>Their names.</summary>
    public static IEnumerable<string> Names => Makers.Select(make => make().Name);

    /// <summary>The one of a name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static Adapter Find(string name) => Makers.Select(make => make()).FirstOrDefault(adapter => adapter.Name == name)
        ?? throw new ArgumentException($"{name} is no adapter; there are {string.Join(", ", Names)}.");
}
