using Whisper.Grains.Runtime;

namespace Whisper.Tests.Model;

/// <summary>What a store holds for one grain, shared by all activations that believe they are the only one.</summary>
internal sealed class SimRow<T>
    where T : class, new()
{
    public T Value { get; set; } = new();

    public int Version { get; set; }
}

/// <summary>One activation's view of its row: writes succeed only on the version it knows.</summary>
internal sealed class SimRecord<T>(SimRow<T> row, SimFaults faults, Action lostRace) : IRecord<T>
    where T : class, new()
{
    private int _version = row.Version;

    public T Value { get; private set; } = row.Value;

    public Task Save(T next) => Write(next);

    public async Task Refresh()
    {
        await faults.Hop();
        faults.MayLoseRequest();
        (Value, _version) = (row.Value, row.Version);
    }

    public Task Clear() => Write(new T());

    private async Task Write(T next)
    {
        await faults.Hop();
        if (row.Version != _version)
        {
            lostRace();
            throw new InvalidOperationException("Another activation has written.");
        }

        faults.MayLoseRequest();
        (row.Value, row.Version) = (next, row.Version + 1);
        try
        {
            faults.MayLoseReply();
        }
        catch
        {
            // The row is written and this activation does not know: its version is stale from now on.
            lostRace();
            throw;
        }

        (Value, _version) = (next, row.Version);
    }
}
