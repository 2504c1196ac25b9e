using System.Net;
using System.Net.Sockets;

namespace Whisper.Silo.Cluster;

/// <summary>Finds the address that other processes reach this silo at.</summary>
internal static class ReachableAddress
{
    /// <summary>Stands for whatever this machine's own name leads to.</summary>
    public const string Automatic = "auto";

    /// <summary>The address of a setting.</summary>
    /// <exception cref="SocketException">The name leads nowhere.</exception>
    public static IPAddress Find(string setting)
    {
        if (setting.Length == 0)
        {
            return IPAddress.Loopback;
        }

        if (IPAddress.TryParse(setting, out var address))
        {
            return address;
        }

        var found = Dns.GetHostAddresses(setting == Automatic ? Dns.GetHostName() : setting);
        // other silos need an address of a kind that they all speak
        return found.FirstOrDefault(candidate => candidate.AddressFamily == AddressFamily.InterNetwork)
            ?? found.FirstOrDefault()
            ?? throw new SocketException((int)SocketError.HostNotFound);
    }
}
