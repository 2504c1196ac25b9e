using System.Globalization;

namespace Whisper.Chaos.Clients;

/// <summary>Every message says who sent it, in which match, and as which: what is shown can be told apart from what should have been.</summary>
internal readonly record struct MessageText(int Person, string Match, long N)
{
    private const string Padding = " and now some words, as people write them to each other";

    /// <summary>The text to send.</summary>
    public string Encode() => string.Create(CultureInfo.InvariantCulture, $"{Person}/{Match}/{N}{Padding}");

    /// <summary>Reads it back; a text of somebody else's making is of person 0.</summary>
    public static MessageText Decode(string text)
    {
        var parts = text.EndsWith(Padding, StringComparison.Ordinal) ? text[..^Padding.Length].Split('/') : [];
        return parts.Length == 3 && int.TryParse(parts[0], CultureInfo.InvariantCulture, out var person) && long.TryParse(parts[2], CultureInfo.InvariantCulture, out var n)
            ? new MessageText(person, parts[1], n)
            : default;
    }
}
