using System.Buffers.Text;

namespace Whisper.LoadTest.Wire;

/// <summary>Walks over the items of one JSON array where it lies, written without white space; a nested value is taken to be the last.</summary>
internal ref struct JsonItems(ReadOnlySpan<byte> array)
{
    private ReadOnlySpan<byte> _rest = array is [(byte)'[', .., (byte)']'] ? array[1..^1] : default;

    /// <summary>The item; of a text what lies between its quotes, escapes as they are.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>The item as a number; 0 when it is none.</summary>
    public readonly long Number => Utf8Parser.TryParse(Value, out long number, out _) ? number : 0;

    /// <summary>What lies behind the item, its comma not included.</summary>
    public readonly ReadOnlySpan<byte> Rest => _rest;

    /// <summary>Goes on to the next item; false behind the last.</summary>
    public bool Next()
    {
        if (_rest.IsEmpty)
        {
            return false;
        }

        var isText = _rest[0] == '"';
        var end = isText ? EndOfText() : _rest[0] is (byte)'[' or (byte)'{' ? _rest.Length : _rest.IndexOf((byte)',');
        end = end < 0 ? _rest.Length : end;
        Value = isText ? _rest[1..Math.Max(1, end - 1)] : _rest[..end];
        _rest = end < _rest.Length ? _rest[(end + 1)..] : default;
        return true;
    }

    private readonly int EndOfText()
    {
        for (var at = 1; at < _rest.Length; at += 2)
        {
            var next = _rest[at..].IndexOfAny((byte)'"', (byte)'\\');
            if (next < 0)
            {
                return -1;
            }

            at += next;
            if (_rest[at] == '"')
            {
                return at + 1;
            }
        }

        return -1;
    }
}
