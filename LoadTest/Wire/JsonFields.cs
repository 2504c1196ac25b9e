using System.Buffers;
using System.Buffers.Text;

namespace Whisper.LoadTest.Wire;

/// <summary>What a field of a JSON object holds.</summary>
internal enum JsonKind : byte
{
    /// <summary>The text between the quotes, its escapes as they are.</summary>
    Text,

    Number,

    /// <summary>An object or an array, brackets included.</summary>
    Nested,

    /// <summary><c>true</c>, <c>false</c> or <c>null</c>.</summary>
    Word,
}

/// <summary>
/// Walks over the fields of one JSON object where it lies, without an allocation. It is for frames of servers: what is
/// no JSON ends the walk, and <see cref="IsBroken"/> tells.
/// </summary>
internal ref struct JsonFields(ReadOnlySpan<byte> json)
{
    private static readonly SearchValues<byte> BehindWord = SearchValues.Create(",}] \t\r\n"u8);

    private readonly ReadOnlySpan<byte> _json = json;
    private int _at = Start(json);

    /// <summary>The field's name.</summary>
    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>Its value.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>What the value is.</summary>
    public JsonKind Kind { get; private set; }

    /// <summary>Whether the walk has met something that is no JSON object.</summary>
    public readonly bool IsBroken => _at < 0;

    /// <summary>The value as a number; 0 when it is none.</summary>
    public readonly long Number => Utf8Parser.TryParse(Value, out long number, out _) ? number : 0;

    /// <summary>Whether the value is <c>true</c>.</summary>
    public readonly bool IsTrue => Kind == JsonKind.Word && Value is [(byte)'t', ..];

    /// <summary>Goes on to the next field; false behind the last.</summary>
    public bool Next()
    {
        if (_at < 0)
        {
            return false;
        }

        _at = Skip(_at);
        if (At(_at) == '}')
        {
            return false;
        }

        if (At(_at) == ',')
        {
            _at = Skip(_at + 1);
        }

        if (At(_at) != '"' || End(_at) is not (>= 0 and var nameEnd))
        {
            return Broken();
        }

        Name = _json[(_at + 1)..(nameEnd - 1)];
        _at = Skip(nameEnd);
        if (At(_at) != ':')
        {
            return Broken();
        }

        _at = Skip(_at + 1);
        return ReadValue();
    }

    private static int Start(ReadOnlySpan<byte> json)
    {
        var at = json.IndexOfAnyExcept(" \t\r\n"u8);
        return at >= 0 && json[at] == '{' ? at + 1 : -1;
    }

    private bool ReadValue()
    {
        switch (At(_at))
        {
            case '"':
                Kind = JsonKind.Text;
                var end = End(_at);
                return end < 0 ? Broken() : Take(_at + 1, end - 1, end);
            case '{' or '[':
                Kind = JsonKind.Nested;
                var close = Close(_at);
                return close < 0 ? Broken() : Take(_at, close, close);
            case '\0':
                return Broken();
            default:
                var length = _json[_at..].IndexOfAny(BehindWord);
                Kind = At(_at) is 't' or 'f' or 'n' ? JsonKind.Word : JsonKind.Number;
                return length <= 0 ? Broken() : Take(_at, _at + length, _at + length);
        }
    }

    private bool Take(int from, int to, int next)
    {
        Value = _json[from..to];
        _at = next;
        return true;
    }

    private bool Broken()
    {
        _at = -1;
        return false;
    }

    private readonly char At(int at) => (uint)at < (uint)_json.Length ? (char)_json[at] : '\0';

    private readonly int Skip(int at)
    {
        while ((uint)at < (uint)_json.Length && _json[at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            at++;
        }

        return at;
    }

    // Behind the closing quote of the text that begins here, or -1.
    private readonly int End(int quote)
    {
        for (var at = quote + 1; at < _json.Length;)
        {
            var next = _json[at..].IndexOfAny((byte)'"', (byte)'\\');
            if (next < 0)
            {
                return -1;
            }

            at += next;
            if (_json[at] == '"')
            {
                return at + 1;
            }

            at += 2;
        }

        return -1;
    }

    // Behind the bracket that closes the one here, or -1.
    private readonly int Close(int open)
    {
        var depth = 0;
        for (var at = open; at < _json.Length;)
        {
            switch (_json[at])
            {
                case (byte)'"':
                    at = End(at);
                    if (at < 0)
                    {
                        return -1;
                    }

                    continue;
                case (byte)'{' or (byte)'[':
                    depth++;
                    break;
                case (byte)'}' or (byte)']' when --depth == 0:
                    return at + 1;
            }

            at++;
        }

        return -1;
    }
}
