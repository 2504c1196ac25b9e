using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Whisper.LoadTest.Engine;

/// <summary>Where a server listens.</summary>
/// <param name="Address">Its IPv4 address.</param>
/// <param name="Port">Its port.</param>
/// <param name="Host">What the Host field says.</param>
/// <param name="Path">The path of its WebSocket, or null for the adapter's own.</param>
internal sealed record Endpoint(IPAddress Address, int Port, string Host, string? Path)
{
    /// <summary>Whether it is this machine, so that clients may come from any address in 127.0.0.0/8.</summary>
    public bool IsLoopback => IPAddress.IsLoopback(Address);

    /// <summary>Reads <c>http://host:port</c>, <c>ws://host:port/path</c> or <c>host:port</c>.</summary>
    /// <exception cref="ArgumentException">It is none of these, or there is no such host.</exception>
    public static Endpoint Parse(string url)
    {
        var text = url.Contains("://", StringComparison.Ordinal) ? url : $"http://{url}";
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "ws"))
        {
            throw new ArgumentException($"{url} is not an address such as http://127.0.0.1:8080: TLS ends at the proxy, and a load test goes to the gateways.");
        }

        return new(Resolve(uri.Host), uri.Port, string.Create(CultureInfo.InvariantCulture, $"{uri.Host}:{uri.Port}"), uri.AbsolutePath == "/" ? null : uri.PathAndQuery);
    }

    /// <summary>It, as the kernel takes it.</summary>
    public Native.SocketAddress ToNative() => ToNative(Address, Port);

    /// <summary>An address and port as the kernel takes them.</summary>
    public static Native.SocketAddress ToNative(IPAddress address, int port)
    {
        Span<byte> bytes = stackalloc byte[4];
        address.TryWriteBytes(bytes, out _);
        return new()
        {
            Family = Native.Inet,
            PortBigEndian = BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness((ushort)port) : (ushort)port,
            AddressBigEndian = BitConverter.ToUInt32(bytes),
        };
    }

    private static IPAddress Resolve(string host)
    {
        try
        {
            return IPAddress.TryParse(host, out var address)
                ? address
                : Dns.GetHostAddresses(host, AddressFamily.InterNetwork).FirstOrDefault() ?? throw new ArgumentException($"{host} has no IPv4 address.");
        }
        catch (SocketException unknown)
        {
            throw new ArgumentException($"{host} is not known: {unknown.Message}", unknown);
        }
    }
}
