namespace Whisper.Grains.Events;

/// <summary>Where a cluster keeps its events. Every call throws when the store cannot do it; nothing is half done.</summary>
public interface IPlatformEventStore
{
    /// <summary>Its name in logs.</summary>
    string Name { get; }

    /// <summary>Keeps events; those whose <see cref="PlatformEvent.Id"/> it has already are left as they are.</summary>
    Task Add(IReadOnlyCollection<PlatformEvent> events, CancellationToken cancellation = default);

    /// <summary>Deletes for good what happened before a moment. Returns how many.</summary>
    Task<int> DeleteOlderThan(DateTimeOffset moment, CancellationToken cancellation = default);
}
