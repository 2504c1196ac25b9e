namespace Whisper.Grains.Events;

/// <summary>Names under which the host registers streams, and what goes over them.</summary>
public static class StreamNames
{
    /// <summary>The stream provider of a cluster.</summary>
    public const string Provider = "whisper";

    /// <summary>Namespace of reports on their way to the store.</summary>
    public const string Reports = "reports";

    /// <summary>Namespace of platform events on their way to the store.</summary>
    public const string Events = "events";

    // Each key has one consumer at a time, which stores one thing after the other.
    private const int Keys = 4;

    /// <summary>The stream of a namespace on which something travels, always the same for the same id.</summary>
    public static StreamId StreamOf(string streamNamespace, Guid id) => StreamId.Create(streamNamespace, $"{id.ToByteArray()[0] % Keys}");
}
