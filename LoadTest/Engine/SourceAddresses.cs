namespace Whisper.LoadTest.Engine;

/// <summary>
/// Where clients come from. A worker has a /16 of 127.0.0.0/8 to itself and takes its addresses in turn, so that neither
/// the 28,000 ports of one address run out, nor those that wait for a minute after a close are met again.
/// </summary>
/// <param name="worker">The worker's number, from 0 to 249.</param>
/// <param name="perAddress">How many connections in turn come from one address.</param>
internal sealed class SourceAddresses(int worker, int perAddress)
{
    private const int Hosts = 254;

    private long _opened;

    /// <summary>The address that the next connection is to come from, its port left to the kernel.</summary>
    public Native.SocketAddress Next()
    {
        var number = _opened++ / perAddress % (Hosts * Hosts);
        ReadOnlySpan<byte> address = [127, (byte)(worker + 2), (byte)(1 + (number / Hosts)), (byte)(1 + (number % Hosts))];
        return new() { Family = Native.Inet, AddressBigEndian = BitConverter.ToUInt32(address) };
    }
}
