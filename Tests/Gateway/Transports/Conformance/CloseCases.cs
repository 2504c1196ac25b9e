using Whisper.Fuzz.Model;
using Whisper.Fuzz.Wire;
using static Whisper.Tests.Gateway.Transports.Conformance.Say;

namespace Whisper.Tests.Gateway.Transports.Conformance;

/// <summary>Autobahn 7: the close handshake. An answer repeats the client's code, or is 1000, or has none.</summary>
internal static class CloseCases
{
    public static IEnumerable<Case> All =>
    [
        new("7.1.1 text, then close", [JsonPing, Close(1000)], Prediction.Ends(0, 1000).After("pong")),
        new("7.1.2 two close frames", [Close(1000), Close(1000)], Prediction.Ends(0, 1000)),
        new("7.1.3 ping after close", [Close(1000), Ping("late")], Prediction.Ends(0, 1000)),
        new("7.1.4 text after close", [Close(1000), JsonPing], Prediction.Ends(0, 1000)),
        new("7.1.5 close within a message, then its end", [Text("{", final: false), Close(1000), More("}", final: true)], Prediction.Ends(0, 1000)),
        new("7.1.6 large text, then close, then ping", [Text(Application.Ping.PadRight(16_384)), Close(1000), Ping("late")], Prediction.Ends(0, 1000).After("pong")),
        new("7.1.6 garbage after close", [.. Close(1000).Encode(), .. Enumerable.Repeat((byte)0xFF, 300)], Prediction.Ends(0, 1000)),
        new("7.1.6 unmasked text after close", [Close(1000), JsonPing with { Masked = false }], Prediction.Ends(0, 1000)),
        new("7.1.6 too large a text after close", [Close(1000), Text(new byte[20_000])], Prediction.Ends(0, 1000)),
        new("7.1.6 ten texts, then close", [.. Enumerable.Repeat(JsonPing, 10), Close(1000)], Prediction.Ends(0, 1000).After([.. Enumerable.Repeat("pong", 10)])),
        new("7.3.1 close without payload", Close([]), Prediction.Ends(0, 1000)),
        new("7.3.2 close with one byte", Close([0x03]), Broken),
        new("7.3.3 close with a code", Close(1000), Prediction.Ends(0, 1000)),
        new("7.3.4 close with a reason", Close(1000, "Hello, world!"), Prediction.Ends(0, 1000)),
        new("7.3.5 close of 125 bytes", Close(1000, new string('r', 123)), Prediction.Ends(0, 1000)),
        new("7.3.6 close of 126 bytes", Close(1000, new string('r', 124)), Broken),
        new("7.3.6 close of 300 bytes", Close(1000, new string('r', 298)), Broken),
        new("7.3.7 fragmented close", Close(1000) with { Final = false }, Broken),
        new("7.5.1 reason of long characters", Close(1000, string.Concat(Enumerable.Repeat("\U0001F600", 30))), Prediction.Ends(0, 1000)),
        .. ((string[])["FF", "C3", "EDA080", "F4908080", "CEBAE1BDB9CF83CEBCCEB5EDA080656469746564"])
            .Select(hex => new Case($"7.5.1 reason {hex}", ClientFrame.Close(1000, Convert.FromHexString(hex)), Prediction.Closes(1007, 1002))),
        .. ((int[])[1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999])
            .Select(code => new Case($"7.7 code {code}", Close(code), Prediction.Ends(0, 1000, code))),
        .. ((int[])[0, 1, 125, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999])
            .Select(code => new Case($"7.9 code {code}", Close(code), Broken)),

        // registered after the RFC, so that a server may know them or not
        .. ((int[])[1012, 1013, 1014]).Select(code => new Case($"7.9 code {code}", Close(code), Prediction.Ends(0, 1000, code, 1002))),
        .. ((int[])[5000, 32_768, 65_535]).Select(code => new Case($"7.13 code {code}", Close(code), Broken)),
        new("7.14 broken rule, then close", [JsonPing with { Reserved = 2 }, Close(1000)], Broken),
        new("7.14 binary, then close", [new ClientFrame(Opcodes.Binary, [1]), Close(1000)], Prediction.Closes(1003)),
        new("7.14 text, then too large a text, then close", [JsonPing, Text(new byte[17_000]), Close(1000)], Prediction.Closes(1009).After("pong")),
        new("7.14 bad UTF-8, then close", [Text([0xFF]), Close(1000)], Prediction.Closes(1007)),
    ];
}
