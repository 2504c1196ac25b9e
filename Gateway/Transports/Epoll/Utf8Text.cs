using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Whisper.Gateway.Transports.Epoll;

/// <summary>Checks UTF-8 that arrives in parts.</summary>
internal static class Utf8Text
{
    // of the longest character, all but its last byte
    private const int MostPending = 3;

    /// <summary>
    /// Checks what follows the <paramref name="sound"/> first bytes, and moves that number on. A character that is cut off by the end
    /// is no fault unless the text is <paramref name="complete"/>, but it must be one that can still become sound.
    /// </summary>
    public static bool Check(ReadOnlySpan<byte> text, bool complete, ref int sound)
    {
        var fresh = text[sound..];
        var whole = complete ? fresh.Length : LastBoundary(fresh);
        if (!Utf8.IsValid(fresh[..whole]))
        {
            return false;
        }

        sound += whole;
        var pending = fresh[whole..];
        return pending.IsEmpty || Rune.DecodeFromUtf8(pending, out _, out _) == OperationStatus.NeedMoreData;
    }

    /// <summary>Where the character begins that the end cuts off; the end itself when there is none.</summary>
    private static int LastBoundary(ReadOnlySpan<byte> text)
    {
        for (var back = 1; back <= Math.Min(MostPending, text.Length); back++)
        {
            var value = text[^back];
            if (value < 0x80)
            {
                break;
            }

            if (value >= 0xC0)
            {
                var length = value >= 0xF0 ? 4 : value >= 0xE0 ? 3 : 2;
                return length > back ? text.Length - back : text.Length;
            }
        }

        return text.Length;
    }
}
