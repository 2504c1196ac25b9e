namespace Whisper.Hosting.Start;

/// <summary>Something outside of the process that must be right before its host starts. All checks run side by side.</summary>
public interface IStartCheck
{
    /// <summary>What is looked at, such as <c>redis</c>.</summary>
    string Name { get; }

    /// <summary>One sentence, or a few, on what is wrong and the way out; null when all is well. Never holds a secret.</summary>
    Task<string?> Problem(CancellationToken cancellation);
}
