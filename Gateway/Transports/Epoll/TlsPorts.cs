using System.Globalization;

namespace Whisper.Gateway.Transports.Epoll;

/// <summary>The ports on which the web server speaks TLS, as far as the settings say so: what is accepted there must never be answered in the clear.</summary>
internal static class TlsPorts
{
    private const int DefaultPort = 443;

    /// <summary>Reads them.</summary>
    public static HashSet<int> Among(IConfiguration configuration)
    {
        var addresses = (configuration[WebHostDefaults.ServerUrlsKey] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Concat(configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"] ?? ""))
            .Where(address => address.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
            .Select(PortOf);
        var ports = (configuration[WebHostDefaults.HttpsPortsKey] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(port => int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : DefaultPort);
        return [.. addresses, .. ports];
    }

    private static int PortOf(string address)
    {
        var port = BindingAddress.Parse(address).Port;
        return port > 0 || address.EndsWith(":0", StringComparison.Ordinal) ? port : DefaultPort;
    }
}
