using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Whisper.Gateway.Limits;

/// <summary>Whom limits per address are about: an IPv4 address, or an IPv6 /64, which one subscriber has to himself. It does not print itself.</summary>
internal readonly record struct AddressKey(ulong High, uint Low)
{
    /// <summary>The key of an address.</summary>
    public static AddressKey Of(IPAddress? address)
    {
        if (address is null)
        {
            return default;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        return address.AddressFamily == AddressFamily.InterNetwork
            ? new AddressKey(0, BinaryPrimitives.ReadUInt32BigEndian(bytes))
            : new AddressKey(BinaryPrimitives.ReadUInt64BigEndian(bytes), 0);
    }

    /// <summary>Never the address.</summary>
    public override string ToString() => "(address)";
}
