namespace Whisper.Runtime;

/// <summary>
/// What a grain has stored could not be read or written. It says why and not where: Orleans turns the exception of a failed activation into text for each call that waits for it, and with the
/// places of a dozen asynchronous methods that text costs more than serving the call, in the very moment in which a silo has no time (docs/decisions/0024).
/// </summary>
/// <param name="message">Why.</param>
[GenerateSerializer, Alias("whisper.store-failed")]
public sealed class StoreFailedException(string message) : OrleansException(message)
{
    /// <summary>Nothing.</summary>
    public override string? StackTrace => null;
}
