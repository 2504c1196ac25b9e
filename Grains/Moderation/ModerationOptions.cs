using Whisper.Hosting;

namespace Whisper.Grains.Moderation;

/// <summary>Settings of reports.</summary>
[ConfigurationSection("Whisper:Moderation")]
public sealed class ModerationOptions
{
    /// <summary>
    /// The secret that seals messages, in base64, 32 bytes or more; every silo of a cluster needs the same. Empty: one
    /// process makes its own at the first start and keeps it in the data directory.
    /// </summary>
    public string EvidenceKey { get; set; } = "";

    /// <summary>Reports older than this are deleted. 1 hour to 365 days.</summary>
    public TimeSpan ReportRetention { get; set; } = TimeSpan.FromDays(30);
}
