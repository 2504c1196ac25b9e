using System.Buffers.Text;
using System.Text.Encodings.Web;

namespace Whisper.Gateway.Protocol;

/// <summary>Writes the frames that a chat is made of, without making an object.</summary>
internal static class ChatFrames
{
    /// <summary>Most bytes of a frame that <see cref="Message"/> writes: each code point may become two escapes.</summary>
    public const int MostBytes = (ProtocolLimits.TextLength * 12) + 256;

    // as the other frames are written: text goes out as it is, for the frames are never part of a web page
    private static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    [ThreadStatic]
    private static byte[]? _scratch;

    /// <summary>A place for one frame, until this thread asks again.</summary>
    public static Span<byte> Scratch => _scratch ??= new byte[MostBytes];

    /// <summary><c>message</c></summary>
    /// <returns>How many bytes it has.</returns>
    public static int Message(Span<byte> to, long n, ReadOnlySpan<byte> text, long atMs, ReadOnlySpan<byte> seal)
    {
        var at = Put(to, 0, """{"type":"message","n":"""u8);
        at = Put(to, at, n);
        at = Put(to, at, ",\"text\":\""u8);
        Encoder.EncodeUtf8(text, to[at..], out _, out var written);
        at = Put(to, at + written, "\",\"at\":"u8);
        at = Put(to, at, atMs);
        at = Put(to, at, ",\"mac\":\""u8);
        at += Base64Url.EncodeToUtf8(seal, to[at..]);
        return Put(to, at, "\"}"u8);
    }

    /// <summary><c>delivered</c></summary>
    /// <returns>How many bytes it has.</returns>
    public static int Delivered(Span<byte> to, long n)
    {
        var at = Put(to, 0, """{"type":"delivered","n":"""u8);
        at = Put(to, at, n);
        return Put(to, at, "}"u8);
    }

    private static int Put(Span<byte> to, int at, ReadOnlySpan<byte> what)
    {
        what.CopyTo(to[at..]);
        return at + what.Length;
    }

    private static int Put(Span<byte> to, int at, long number)
    {
        Utf8Formatter.TryFormat(number, to[at..], out var written);
        return at + written;
    }
}
