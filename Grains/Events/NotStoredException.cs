namespace Whisper.Grains.Events;

/// <summary>
/// A store could not take what its stream brought, which therefore stays there. Says so to the stream's agent, wherever it is: the store's own exception may be of a type that does not travel, and an answer that cannot be
/// sent is waited for in vain.
/// </summary>
/// <param name="message">Why.</param>
[GenerateSerializer, Alias("whisper.not-stored")]
internal sealed class NotStoredException(string message) : Exception(message);
