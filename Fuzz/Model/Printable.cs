using System.Text;

namespace Whisper.Fuzz.Model;

/// <summary>Bytes as people can read them.</summary>
internal static class Printable
{
    /// <summary>As text when that is what they are, else in hexadecimal.</summary>
    public static string Of(ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            if (value is < 0x20 or >= 0x7F)
            {
                return Convert.ToHexString(bytes);
            }
        }

        return Encoding.ASCII.GetString(bytes);
    }
}
