using System.Buffers;
using System.Text;

namespace Whisper.Gateway.Protocol;

/// <summary>The protocol's fixed figures. What an operator may change is in the options.</summary>
internal static class ProtocolLimits
{
    /// <summary>The WebSocket subprotocol.</summary>
    public const string Subprotocol = "whisper.v1";

    /// <summary>Most bytes of a client's frame, over all its fragments.</summary>
    public const int FrameBytes = 16_384;

    /// <summary>Most code points of a message.</summary>
    public const int TextLength = 2_000;

    /// <summary>Most code points of a report's note.</summary>
    public const int NoteLength = 500;

    /// <summary>Most messages in a report.</summary>
    public const int EvidenceCount = 20;

    /// <summary>How many known frames before hello close the connection.</summary>
    public const int FramesBeforeHello = 3;

    /// <summary>How many code points a text in valid UTF-8 has.</summary>
    public static int CodePoints(ReadOnlySpan<byte> utf8)
    {
        var count = utf8.Length;
        foreach (var b in utf8)
        {
            // what goes on with a character
            if ((b & 0xC0) == 0x80)
            {
                count--;
            }
        }

        return count;
    }

    /// <summary>Whether a text in valid UTF-8 is white space alone, or empty.</summary>
    public static bool IsBlank(ReadOnlySpan<byte> utf8)
    {
        while (Rune.DecodeFromUtf8(utf8, out var rune, out var length) == OperationStatus.Done && Rune.IsWhiteSpace(rune))
        {
            utf8 = utf8[length..];
        }

        return utf8.IsEmpty;
    }

    /// <summary>How many code points a text has.</summary>
    public static int CodePoints(string text)
    {
        var count = text.Length;
        foreach (var c in text)
        {
            if (char.IsLowSurrogate(c))
            {
                count--;
            }
        }

        return count;
    }
}
