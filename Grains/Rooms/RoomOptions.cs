using Whisper.Hosting;

namespace Whisper.Grains.Rooms;

/// <summary>What a chat room holds, <c>Whisper:Rooms</c>.</summary>
[ConfigurationSection(Section)]
public sealed class RoomOptions
{
    /// <summary>Where the settings are.</summary>
    public const string Section = "Whisper:Rooms";

    /// <summary>Most messages a direction holds in memory until the partner's client has acknowledged them. Default 64, range 1 to 1,000.</summary>
    public int MaxUndelivered { get; set; } = 64;

    /// <summary>How long an ended room that both sessions know of is remembered, so that calls repeated meanwhile need not read its record. Default 10 s, range 1 s to 1 h.</summary>
    public TimeSpan Linger { get; set; } = TimeSpan.FromSeconds(10);
}
