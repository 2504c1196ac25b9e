using System.Buffers.Text;
using System.Text.Json;

namespace Whisper.Gateway.Protocol;

/// <summary>
/// The fields of the frames that a chat is made of, found while a frame's type was looked for: nothing is read twice and no object made.
/// A field that is missing, null or of the wrong kind is null or not there; of fields that come twice the last counts.
/// </summary>
internal ref struct ChatFields
{
    private ReadOnlySpan<byte> _text;
    private bool _hasText;
    private bool _isEscaped;

    /// <summary><c>n</c></summary>
    public long? N { get; private set; }

    /// <summary><c>on</c></summary>
    public bool? On { get; private set; }

    /// <summary>
    /// <c>text</c> in UTF-8 without escapes. False when there is none, or half a surrogate pair in it.
    /// </summary>
    /// <param name="scratch">Where it is written if it has to be; as long as the frame.</param>
    /// <param name="text">The text: in the frame, or in <paramref name="scratch"/>.</param>
    public readonly bool TryGetText(Span<byte> scratch, out ReadOnlySpan<byte> text)
    {
        text = _text;
        if (!_hasText || !_isEscaped)
        {
            return _hasText;
        }

        try
        {
            var reader = new Utf8JsonReader(_text);
            reader.Read();
            text = scratch[..reader.CopyString(scratch)];
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Takes note of a property; one that is not among these is passed over.</summary>
    /// <param name="field">Which.</param>
    /// <param name="kind">What its value is.</param>
    /// <param name="token">The value as it stands in the frame, with its quotes.</param>
    /// <param name="isEscaped">Whether there are escapes in it.</param>
    public void Note(ChatField field, JsonTokenType kind, ReadOnlySpan<byte> token, bool isEscaped)
    {
        switch (field)
        {
            case ChatField.N:
                N = kind == JsonTokenType.Number && Utf8Parser.TryParse(token, out long n, out var length) && length == token.Length ? n : null;
                break;
            case ChatField.On:
                On = kind switch { JsonTokenType.True => true, JsonTokenType.False => false, _ => null };
                break;
            case ChatField.Text:
                _hasText = kind == JsonTokenType.String;
                _isEscaped = _hasText && isEscaped;
                // with its quotes only when it has to be read again
                _text = !_hasText ? [] : _isEscaped ? token : token[1..^1];
                break;
        }
    }
}

/// <summary>Which of the <see cref="ChatFields"/> a property is.</summary>
internal enum ChatField
{
    /// <summary>None of them.</summary>
    None,

    /// <summary><c>n</c></summary>
    N,

    /// <summary><c>text</c></summary>
    Text,

    /// <summary><c>on</c></summary>
    On,
}
