using System.Buffers.Binary;
using System.Text.Unicode;

namespace Whisper.Fuzz.Model;

/// <summary>RFC 6455, 5.5.1 and 7.4: what a client's close frame may say, and what the answer is.</summary>
internal static class CloseRules
{
    private const int Normal = 1000;
    private const int ProtocolError = 1002;
    private const int NotUtf8 = 1007;

    /// <summary>Which codes a client may send. 1004 to 1006 and 1015 never travel; 1012 to 1014 were registered after the RFC, so that a server may know them or not.</summary>
    public static bool? IsCode(int code) => code switch
    {
        1012 or 1013 or 1014 => null,
        >= 1000 and <= 1003 or >= 1007 and <= 1011 or >= 3000 and <= 4999 => true,
        _ => false,
    };

    /// <summary>What follows from the payload of a close frame. The answer repeats the code, or is 1000, or has none.</summary>
    public static (Ending Ending, int[] Codes) Judge(ReadOnlySpan<byte> payload)
    {
        if (payload.IsEmpty)
        {
            return (Ending.ClosedByClient, [0, Normal]);
        }

        if (payload.Length == 1)
        {
            return (Ending.Broken, [ProtocolError]);
        }

        var code = BinaryPrimitives.ReadUInt16BigEndian(payload);
        if (IsCode(code) == false)
        {
            return (Ending.Broken, [ProtocolError]);
        }

        if (!Utf8.IsValid(payload[2..]))
        {
            return (Ending.Broken, [NotUtf8, ProtocolError]);
        }

        return IsCode(code) == true
            ? (Ending.ClosedByClient, [0, Normal, code])
            : (Ending.ClosedByClient, [0, Normal, code, ProtocolError]);
    }
}
