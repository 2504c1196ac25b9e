using Whisper.Hosting;

namespace Whisper.Grains.Delivery;

/// <summary>What silos say to gateways, <c>Whisper:Delivery</c>.</summary>
[ConfigurationSection(Section)]
public sealed class DeliveryOptions
{
    /// <summary>Where the settings are.</summary>
    public const string Section = "Whisper:Delivery";

    /// <summary>
    /// How many events one call to a gateway carries at most. They are those that came while the call before was under way; 1 switches batches off,
    /// to measure what they save. Default 512, range 1 to 4,096.
    /// </summary>
    public int BatchSize { get; set; } = 512;
}
