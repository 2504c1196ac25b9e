using Whisper.Fuzz.Model;
using static Whisper.Tests.Gateway.Transports.Conformance.Say;

namespace Whisper.Tests.Gateway.Transports.Conformance;

/// <summary>Autobahn 6: what is UTF-8, however it is cut, and that what is not is noticed as soon as it can be.</summary>
internal static class Utf8Cases
{
    private static readonly byte[] Before = "{\"type\":\"ping\",\"x\":\""u8.ToArray();
    private static readonly byte[] After = "\"}"u8.ToArray();

    /// <summary>The first and the last of each length, what stands beside the surrogates, characters that are none, and a sentence.</summary>
    private static readonly string[] Valid =
    [
        "20", "7F", "C280", "DFBF", "E0A080", "EFBFBF", "EFBFBE", "F0908080", "F48FBFBF", "ED9FBF", "EE8080", "EFBFBD", "F09FBFBE", "F48FBFBE", "F2AFBFBF",
        "CEBAE1BDB9CF83CEBCCEB5", "48656C6C6F2DC2B540C39FC3B6C3A4C3BCC3A0C3A12D5554462D382121", "F09F9880C3A9", "E282ACF0908D88",
    ];

    /// <summary>Each can be told from text by its own bytes, no character need follow.</summary>
    private static readonly string[] Invalid =
    [
        // bytes that no sequence begins with, and bytes that are never used
        "80", "BF", "80BF", "80BF80BF80", "C0", "C1", "F5", "F6", "F7", "F8", "FB", "FC", "FD", "FE", "FF", "FEFEFFFF",

        // a sequence that the next character cuts off
        "C220", "DF41", "E020", "E0A020", "EF20", "EFBF20", "F020", "F09020", "F0908020", "F420", "F48F20", "F48FBF20", "C2C2", "E282C2", "F09F98F0",

        // longer than need be
        "C080", "C0AF", "C1BF", "E080", "E080AF", "E09FBF", "F080", "F08080AF", "F08FBFBF", "F8808080AF", "FC80808080AF",

        // half of a surrogate pair, and both halves
        "EDA0", "EDA080", "EDADBF", "EDAE80", "EDAFBF", "EDB080", "EDBE80", "EDBFBF", "EDA080EDB080", "EDAFBFEDBFBF",

        // above U+10FFFF, and lengths of old
        "F490", "F4908080", "F7BFBFBF", "F888808080", "FBBFBFBFBF", "FC8480808080", "FDBFBFBFBFBF",

        // a sentence that goes wrong at its end
        "CEBAE1BDB9CF83CEBCCEB5EDA080656469746564", "CEBAE1BDB9CF83CEBCCEB5F4908080656469746564",
    ];

    /// <summary>Cut off: text as long as more may come.</summary>
    private static readonly string[] CutOff = ["C2", "DF", "E0", "E0A0", "EF", "EFBF", "ED9F", "F0", "F090", "F09080", "F4", "F48F", "F48FBF"];

    public static IEnumerable<Case> All =>
    [
        .. Valid.Select(hex => new Case($"6.2 {hex}", Text([.. Before, .. Bytes(hex), .. After]), Pong)),
        .. Valid.Select(hex => new Case($"6.2 {hex} of a byte a fragment", Fragments([.. Before, .. Bytes(hex), .. After]), Pong)),
        .. Invalid.Select(hex => new Case($"6.3 {hex}", Text([.. Before, .. Bytes(hex), .. After]), Prediction.Closes(1007))),
        .. Invalid.Select(hex => new Case($"6.3 {hex} alone", Text(Bytes(hex)), Prediction.Closes(1007))),
        .. Invalid.Select(hex => new Case($"6.3 {hex} of a byte a fragment", Fragments([.. Before, .. Bytes(hex), .. After]), Prediction.Closes(1007))),

        // noticed before the message, or even the frame, has ended
        .. Invalid.Select(hex => new Case($"6.4 {hex} in a message that goes on", Text([.. Before, .. Bytes(hex)], final: false), Prediction.Closes(1007))),
        .. Invalid.Select(hex => new Case($"6.4 {hex} in a frame that goes on", Text([.. Before, .. Bytes(hex), .. new byte[100]]).Encode()[..^100], Waits with { Codes = [1007] })),

        .. CutOff.Select(hex => new Case($"6.5 {hex} at the end", Text([.. Before, .. Bytes(hex)]), Prediction.Closes(1007))),
        .. CutOff.Select(hex => new Case($"6.5 {hex} at the end of a fragment", Text([.. Before, .. Bytes(hex)], final: false), Waits)),
        .. CutOff.Select(hex => new Case($"6.5 {hex} before an empty end", [Text([.. Before, .. Bytes(hex)], final: false), More("", final: true)], Prediction.Closes(1007))),
        .. CutOff.Select(hex => new Case($"6.5 {hex} and a quote in the next fragment", [Text([.. Before, .. Bytes(hex)], final: false), More("\"}", final: true)], Prediction.Closes(1007))),

        // a text ends, and the next begins anew
        new("6.6 text, then what is none", [JsonPing, Text([0xFF])], Prediction.Closes(1007).After("pong")),
        new("6.6 ten texts, then what is none", [.. Enumerable.Repeat(JsonPing, 10), Text([0xFF])], Prediction.Closes(1007).After([.. Enumerable.Repeat("pong", 10)])),
        new("6.6 cut off, then another text", [Text([.. Before, 0xC3]), Text([0xA9])], Prediction.Closes(1007)),
        new("6.6 ping within a character", [Text([.. Before, 0xF0, 0x9F], final: false), Ping("\u00e9"), More([0x98, 0x80, .. After], final: true)], Pong.Ponging("C3A9")),
        new("6.6 ping that is not text within a text", [Text([.. Before, 0xF0, 0x9F], final: false), Ping([0xFF, 0x80]), More([0x98, 0x80, .. After], final: true)], Pong.Ponging("FF80")),
        new("6.6 long text with its only mistake at the end", Text([.. Before, .. Enumerable.Repeat((byte)'x', 10_000), 0xFF]), Prediction.Closes(1007)),
        new("6.6 long text of long characters", Text([.. Before, .. Enumerable.Range(0, 1000).SelectMany(_ => Bytes("F09F9880")), .. After]), Pong),
        new("6.6 long text in fragments of odd length", Fragments([.. Before, .. Enumerable.Range(0, 300).SelectMany(_ => Bytes("E282ACF09F9880")), .. After], 7), Pong),
        new("6.6 long text in fragments of odd length, wrong at the end", Fragments([.. Before, .. Enumerable.Range(0, 300).SelectMany(_ => Bytes("E282ACF09F9880")), 0xED, 0xA0], 7), Prediction.Closes(1007)),
        new("6.7 NUL", Text([.. Before, 0, .. After]), Error),
        new("6.7 byte order mark", Text([0xEF, 0xBB, 0xBF, .. JsonPing.Payload]), Error),
    ];

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex);

    private static byte[] Fragments(byte[] text, int size = 1)
    {
        var parts = text.Chunk(size).ToArray();
        return [.. parts.SelectMany((part, i) => (i == 0 ? Text(part, final: parts.Length == 1) : More(part, final: i == parts.Length - 1)).Encode())];
    }
}
