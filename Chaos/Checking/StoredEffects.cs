namespace Whisper.Chaos.Checking;

/// <summary>A report as PostgreSQL has it.</summary>
/// <param name="Case">Its number.</param>
/// <param name="Reporter">The session that filed it.</param>
/// <param name="Match">The match that it is about.</param>
public sealed record StoredReport(string Case, string Reporter, string Match);

/// <summary>A platform event as PostgreSQL has it.</summary>
/// <param name="Kind">For example <c>match_made</c>.</param>
/// <param name="Subject">The match or search.</param>
public sealed record StoredEvent(string Kind, string Subject);

/// <summary>What PostgreSQL has in the end.</summary>
/// <param name="Reports">All reports.</param>
/// <param name="Events">All platform events.</param>
public sealed record StoredEffects(IReadOnlyList<StoredReport> Reports, IReadOnlyList<StoredEvent> Events)
{
    /// <summary>Nothing at all.</summary>
    public static StoredEffects None { get; } = new([], []);
}
