using Orleans.Storage;
using Whisper.Runtime;

namespace Whisper.Silo.Stores;

/// <summary>Another storage, whose failures are <see cref="StoreFailedException"/>s. What Orleans itself has to know, that somebody else has written, passes as it is.</summary>
internal sealed class BriefStorage(IGrainStorage storage) : IGrainStorage
{
    /// <inheritdoc />
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => Brief(storage.ReadStateAsync(stateName, grainId, grainState));

    /// <inheritdoc />
    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => Brief(storage.WriteStateAsync(stateName, grainId, grainState));

    /// <inheritdoc />
    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => Brief(storage.ClearStateAsync(stateName, grainId, grainState));

    private static async Task Brief(Task operation)
    {
        try
        {
            await operation;
        }
        catch (Exception error) when (error is not OrleansException)
        {
            throw new StoreFailedException(error.Message);
        }
    }
}
