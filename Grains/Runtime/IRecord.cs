namespace Whisper.Grains.Runtime;

/// <summary>A grain's durable state: one immutable value, replaced by compare-and-set.</summary>
internal interface IRecord<T>
{
    /// <summary>What was last stored.</summary>
    T Value { get; }

    /// <summary>
    /// Stores the next value, and only then makes it the present one. Throws, with the present value unchanged, when the
    /// store is down or another activation has written.
    /// </summary>
    Task Save(T next);

    /// <summary>Reads again what is stored: another activation may have written since.</summary>
    Task Refresh();

    /// <summary>Removes the record; the value is new again. Throws when the store is down, and the activation ends all the same.</summary>
    Task Clear();
}

/// <summary>A record kept by Orleans grain storage, whose ETag makes the compare-and-set.</summary>
internal sealed class StorageRecord<T>(IPersistentState<T> storage, IGrainContext context) : IRecord<T>
    where T : class, new()
{
    public T Value { get; private set; } = storage.State;

    public async Task Save(T next)
    {
        storage.State = next;
        try
        {
            await storage.WriteStateAsync();
            Value = next;
        }
        catch
        {
            // Another activation has written, or the outcome is unknown: the next call reads afresh before anything is decided.
            storage.State = Value;
            StepDown();
            throw;
        }
    }

    public async Task Refresh()
    {
        await storage.ReadStateAsync();
        Value = storage.State;
    }

    public async Task Clear()
    {
        try
        {
            await storage.ClearStateAsync();
            Value = storage.State = new T();
        }
        catch
        {
            // What is left in the store has a time to live; the activation would stay for want of anybody who calls it.
            StepDown();
            throw;
        }
    }

    private void StepDown() => context.Deactivate(new(DeactivationReasonCode.ApplicationError, "The stored state may not be the one this activation knows."));
}
