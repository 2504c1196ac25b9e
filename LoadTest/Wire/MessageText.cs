using System.Buffers.Text;

namespace Whisper.LoadTest.Wire;

/// <summary>
/// What people say. Each text tells who says it in which match, its number, and when it should have been sent: whoever
/// gets it can tell how old it is and whether one before it is missing, in whichever process, from whichever server.
/// </summary>
/// <param name="Sender">The sender's number among all people of the run.</param>
/// <param name="Match">The low half of the match's fingerprint; 0 when the server gives matches no ids.</param>
/// <param name="Number">The sender's messages of this match: 1, 2, 3, …</param>
/// <param name="Intended">When it was to be sent, in microseconds of <see cref="Engine.Clock"/>.</param>
internal readonly record struct MessageText(uint Sender, uint Match, uint Number, long Intended)
{
    /// <summary>The shortest text, in bytes.</summary>
    public const int MinLength = 44;

    private const int Digits = 8;
    private const int LongDigits = 16;
    private static readonly System.Buffers.StandardFormat Hex = new('x', Digits);
    private static readonly System.Buffers.StandardFormat LongHex = new('x', LongDigits);

    private static ReadOnlySpan<byte> Padding => "so how was your day then, mine was quiet and rather long; "u8;

    /// <summary>Writes it: fixed digits, then small talk up to the wanted length.</summary>
    public void Write(Span<byte> into)
    {
        Utf8Formatter.TryFormat(Sender, into, out _, Hex);
        into[8] = (byte)' ';
        Utf8Formatter.TryFormat(Match, into[9..], out _, Hex);
        into[17] = (byte)' ';
        Utf8Formatter.TryFormat(Number, into[18..], out _, Hex);
        into[26] = (byte)' ';
        Utf8Formatter.TryFormat(Intended, into[27..], out _, LongHex);
        into[43] = (byte)'.';
        for (var rest = into[MinLength..]; rest.Length > 0;)
        {
            var part = Padding[..Math.Min(Padding.Length, rest.Length)];
            part.CopyTo(rest);
            rest = rest[part.Length..];
        }
    }

    /// <summary>Reads one; false when the text is none of this program's.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out MessageText message)
    {
        message = default;
        if (text.Length < MinLength
            || text[43] != '.'
            || !Utf8Parser.TryParse(text[..8], out uint sender, out _, 'x')
            || !Utf8Parser.TryParse(text[9..17], out uint match, out _, 'x')
            || !Utf8Parser.TryParse(text[18..26], out uint number, out _, 'x')
            || !Utf8Parser.TryParse(text[27..43], out long intended, out _, 'x'))
        {
            return false;
        }

        message = new(sender, match, number, intended);
        return true;
    }
}
