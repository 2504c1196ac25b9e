using System.Diagnostics.CodeAnalysis;
using Orleans.Storage;

namespace Whisper.Grains.Runtime;

/// <summary>
/// A record kept by Orleans grain storage, whose ETag makes the compare-and-set. It is new until <see cref="Refresh"/> has read it: then <see cref="Save"/>
/// stores it if there is none, and else throws an <see cref="InconsistentStateException"/> and may read what there is.
/// </summary>
/// <remarks>
/// Orleans' own way to it, <c>[PersistentState]</c>, reads with every activation, and has each keep a lifecycle of 0.8 KB
/// (docs/decisions/0030-a-new-room-reads-nothing.md).
/// </remarks>
internal sealed class StorageRecord<T>(string name, IGrainStorage storage, IGrainContext context) : IRecord<T>, IGrainState<T>
    where T : class, new()
{
    private T _stored = new();

    /// <summary>Whether what is stored was read or written by this activation.</summary>
    public bool IsKnown { get; private set; }

    public T Value { get; private set; } = new();

    [AllowNull]
    T IGrainState<T>.State
    {
        get => _stored;
        set => _stored = value ?? new();
    }

    string? IGrainState<T>.ETag { get; set; }

    bool IGrainState<T>.RecordExists { get; set; }

    public async Task Save(T next)
    {
        _stored = next;
        try
        {
            await storage.WriteStateAsync(name, context.GrainId, this);
            Value = next;
            IsKnown = true;
        }
        catch (Exception error)
        {
            _stored = Value;
            if (IsKnown || error is not InconsistentStateException)
            {
                // Another activation has written, or the outcome is unknown: the next call reads afresh before anything is decided.
                StepDown();
            }

            throw;
        }
    }

    public async Task Refresh()
    {
        await storage.ReadStateAsync(name, context.GrainId, this);
        Value = _stored;
        IsKnown = true;
    }

    public async Task Clear()
    {
        try
        {
            await storage.ClearStateAsync(name, context.GrainId, this);
            Value = _stored = new T();
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
