namespace Whisper.Grains.Events;

/// <summary>What is published on a stream. A publication that is repeated because its outcome is unknown has the same id.</summary>
public interface IStreamedMessage
{
    /// <summary>Names the message among all that are published; the stream takes it once.</summary>
    string MessageId { get; }
}
