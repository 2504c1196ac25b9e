using Whisper.Hosting;

namespace Whisper.Sessions;

/// <summary>How long sessions remember, <c>Whisper:Sessions</c>.</summary>
[ConfigurationSection(Section)]
public sealed class UserSessionOptions
{
    /// <summary>Where the settings are.</summary>
    public const string Section = "Whisper:Sessions";

    /// <summary>How long a resume token is good after its connection was lost, and a partner sees `away`. Default 30 s, range 100 ms to 4 min.</summary>
    public TimeSpan Grace { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long two people who have just chatted are not matched again. Default 60 s, range 0 to 1 h.</summary>
    public TimeSpan RematchAfter { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long after its end a chat can be reported or its partner blocked. Default 5 min, range 0 to 1 h.</summary>
    public TimeSpan ReportWindow { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a reservation is believed before its room is asked what became of it. Default 5 s, range 100 ms to 1 min.</summary>
    public TimeSpan ReservationLease { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Most people a session can block; the oldest block gives way. Default 200, range 1 to 1,000.</summary>
    public int MaxBlocks { get; set; } = 200;
}
