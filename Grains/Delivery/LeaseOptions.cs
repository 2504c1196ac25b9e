using Whisper.Hosting;

namespace Whisper.Grains.Delivery;

/// <summary>The leases of gateways, <c>Whisper:Leases</c>.</summary>
[ConfigurationSection(Section)]
public sealed class LeaseOptions
{
    /// <summary>Where the settings are.</summary>
    public const string Section = "Whisper:Leases";

    /// <summary>How long a gateway is believed to be alive after a renewal; when it runs out, its people are away. Default 10 s, range 3 s to 5 min.</summary>
    public TimeSpan Duration { get; set; } = TimeSpan.FromSeconds(10);
}
