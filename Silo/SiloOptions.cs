using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Whisper.Hosting;
using Whisper.Silo.Cluster;

namespace Whisper.Silo;

/// <summary>Where a silo listens for its cluster, <c>Whisper:Silo</c>.</summary>
[ConfigurationSection(Section)]
public sealed class SiloOptions
{
    /// <summary>Where the settings are.</summary>
    public const string Section = "Whisper:Silo";

    internal const int MaxPort = 65_535;

    /// <summary>Port for other silos. Default 0: a free one. Range 0 to 65,535.</summary>
    public int SiloPort { get; set; }

    /// <summary>Port for Orleans clients. Default 0: a free one. Range 0 to 65,535.</summary>
    public int GatewayPort { get; set; }

    /// <summary>
    /// Address, or a name that leads to it, at which the other processes of a cluster reach this silo; <c>auto</c> is whatever this
    /// machine's own name leads to. Default empty: loopback, where all processes are on one machine.
    /// </summary>
    public string Address { get; set; } = "";

    /// <summary>
    /// Whether a silo runs through everything that it does before it joins others that serve, so that it is fast from its first call on; it takes some seconds of a processor. The first
    /// silos of a cluster do not: nobody serves meanwhile. Default true.
    /// </summary>
    public bool Rehearse { get; set; } = true;
}

/// <summary>Lists everything that is wrong with <see cref="SiloOptions"/>.</summary>
internal sealed class SiloOptionsValidator : IValidateOptions<SiloOptions>
{
    public ValidateOptionsResult Validate(string? name, SiloOptions options) => new OptionChecks(SiloOptions.Section)
        .Range(nameof(options.SiloPort), options.SiloPort, 0, SiloOptions.MaxPort)
        .Range(nameof(options.GatewayPort), options.GatewayPort, 0, SiloOptions.MaxPort)
        .Require(LeadsSomewhere(options.Address), nameof(options.Address), $"is \"{options.Address}\", which is no address and no name that leads to one.")
        .Result();

    private static bool LeadsSomewhere(string address)
    {
        try
        {
            ReachableAddress.Find(address);
            return true;
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            return false;
        }
    }
}
