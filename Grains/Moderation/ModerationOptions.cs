using Whisper.Hosting;

namespace Whisper.Grains.Moderation;

/// <summary>Reports, <c>Whisper:Moderation</c>.</summary>
[ConfigurationSection("Whisper:Moderation")]
public sealed class ModerationOptions
{
    /// <summary>
    /// The secret that seals messages for reports; every silo of a cluster needs the same, and does not start without.
    /// Default empty: a process that stands alone makes one at its first start and keeps it in the data directory. Range: base64 of 32 bytes or more.
    /// </summary>
    public string EvidenceKey { get; set; } = "";

    /// <summary>Reports older than this are deleted, within an hour. Default 30 days, range 1 h to 365 days.</summary>
    public TimeSpan ReportRetention { get; set; } = TimeSpan.FromDays(30);
}
