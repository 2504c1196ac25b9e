namespace Whisper.Grains.Moderation;

/// <summary>Where a checked report goes.</summary>
public interface IReportIntake
{
    /// <summary>Its name in logs.</summary>
    string Name { get; }

    /// <summary>
    /// Takes a report; when the task completes it cannot be lost any more. Returns the case to tell the reporter. Throws when
    /// it could not be taken, or when that is not known; to try again is harmless.
    /// </summary>
    Task<string> Take(StoredReport report);
}
