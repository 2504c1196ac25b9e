using System.Globalization;
using Whisper.LocalCluster.Topologies;

namespace Whisper.LocalCluster.Commands;

/// <summary>What <c>make cluster</c> was asked for.</summary>
internal sealed record UpOptions
{
    // a million connections need 52 gateways where a process may hold 20,000
    private const int Most = 60;
    private const int MostPort = 65_535;

    public string Folder { get; private init; } = Checkout.PathOf(".cluster");

    public int Silos { get; private init; } = 3;

    public int Gateways { get; private init; } = 2;

    public int HttpPort { get; private init; } = 8080;

    public int HttpsPort { get; private init; } = 8443;

    /// <summary>Whether all ports are free ones.</summary>
    public bool FreePorts { get; private init; }

    /// <summary>Whether to return once all is ready.</summary>
    public bool Detach { get; private init; }

    public PortPlan Ports() => FreePorts ? PortPlan.Free : PortPlan.Fixed(HttpPort, HttpsPort);

    /// <summary>Reads them.</summary>
    /// <exception cref="InvalidOperationException">One cannot be understood.</exception>
    public static UpOptions Parse(IEnumerable<string> arguments)
    {
        var options = new UpOptions();
        foreach (var argument in arguments)
        {
            var (name, value) = argument.Split('=', 2) is [var left, var right] ? (left, right) : (argument, "");
            options = name switch
            {
                "--folder" when value.Length > 0 => options with { Folder = value },
                "--silos" => options with { Silos = Number(name, value, Most) },
                "--gateways" => options with { Gateways = Number(name, value, Most) },
                "--http-port" => options with { HttpPort = Number(name, value, MostPort) },
                "--https-port" => options with { HttpsPort = Number(name, value, MostPort) },
                "--free-ports" => options with { FreePorts = true },
                "--detach" => options with { Detach = true },
                _ => throw new InvalidOperationException($"{argument} means nothing here."),
            };
        }

        return options;
    }

    private static int Number(string name, string text, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most
            ? number
            : throw new InvalidOperationException($"{name} is \"{text}\"; it must be from 1 to {most}.");
}
