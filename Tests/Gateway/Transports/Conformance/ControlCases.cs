using Whisper.Fuzz.Model;
using Whisper.Fuzz.Wire;
using static Whisper.Tests.Gateway.Transports.Conformance.Say;

namespace Whisper.Tests.Gateway.Transports.Conformance;

/// <summary>Autobahn 2 to 4: pings and pongs, reserved bits, reserved opcodes.</summary>
internal static class ControlCases
{
    private static readonly byte[] Largest = [.. Enumerable.Range(0, 125).Select(i => (byte)(i * 37))];

    public static IEnumerable<Case> All => [.. Pings, .. ReservedBits, .. ReservedOpcodes];

    private static IEnumerable<Case> Pings =>
    [
        new("2.1 ping without payload", Ping(""), Prediction.Stays().Ponging("")),
        new("2.2 ping with text", Ping("Hello, world!"), Prediction.Stays().Ponging("Hello, world!")),
        new("2.3 ping with bytes", Ping([0x00, 0xFF, 0xFE, 0xFD, 0xFC, 0xFB, 0x00, 0xFF]), Prediction.Stays().Ponging("00FFFEFDFCFB00FF")),
        new("2.4 ping of 125 bytes", Ping(Largest), Prediction.Stays().Ponging(Convert.ToHexString(Largest))),
        new("2.5 ping of 126 bytes", Ping(new byte[126]), Broken),
        new("2.5 ping of 65536 bytes", Ping(new byte[65_536]), Broken),
        new("2.5 pong of 126 bytes", new ClientFrame(Opcodes.Pong, new byte[126]), Broken),
        new("2.6 ping of each length", [.. Enumerable.Range(0, 126).Select(length => Ping(new string('p', length)))], Prediction.Stays().Ponging([.. Enumerable.Range(0, 126).Select(length => new string('p', length))])),
        new("2.7 unasked pong", UnaskedPong(""), Prediction.Stays()),
        new("2.8 unasked pong with payload", UnaskedPong("unasked"), Prediction.Stays()),
        new("2.9 unasked pong, then a ping", [UnaskedPong("unasked"), Ping("asked")], Prediction.Stays().Ponging("asked")),
        new("2.10 ten pings", [.. Enumerable.Range(0, 10).Select(i => Ping($"payload {i}"))], Prediction.Stays().Ponging([.. Enumerable.Range(0, 10).Select(i => $"payload {i}")])),
        new("2.11 pings around texts", [Ping("a"), JsonPing, Ping("b"), Text("what?"), Ping("c")], Prediction.Stays("pong", "error").Ponging("a", "b", "c")),
        new("2.12 ping within a message", [Text("""{"type":""", final: false), Ping("within"), More("\"ping\"}", final: true)], Pong.Ponging("within")),
        new("2.13 ping within a message that is not finished", [Text("{", final: false), Ping("within")], Waits.Ponging("within")),
        new("2.14 fragmented ping", Ping("x") with { Final = false }, Broken),
        new("2.15 fragmented pong", UnaskedPong("x") with { Final = false }, Broken),
    ];

    private static IEnumerable<Case> ReservedBits =>
    [
        .. Enumerable.Range(1, 7).Select(bits => new Case($"3.1 text with reserved bits {bits}", JsonPing with { Reserved = bits }, Broken)),
        .. Enumerable.Range(1, 7).Select(bits => new Case($"3.2 second text with reserved bits {bits}", [JsonPing, JsonPing with { Reserved = bits }], Broken.After("pong"))),
        .. ((int[])[1, 2, 4]).Select(bits => new Case($"3.3 fragment with reserved bits {bits}", [Text("{", final: false), More("}", final: true) with { Reserved = bits }], Broken)),
        .. ((int[])[1, 2, 4]).Select(bits => new Case($"3.6 ping with reserved bits {bits}", Ping("x") with { Reserved = bits }, Broken)),
        .. ((int[])[1, 2, 4]).Select(bits => new Case($"3.6 pong with reserved bits {bits}", UnaskedPong("x") with { Reserved = bits }, Broken)),
        .. ((int[])[1, 2, 4]).Select(bits => new Case($"3.7 close with reserved bits {bits}", Close(1000) with { Reserved = bits }, Broken)),
    ];

    private static IEnumerable<Case> ReservedOpcodes =>
    [
        .. ((int[])[3, 4, 5, 6, 7, 0xB, 0xC, 0xD, 0xE, 0xF]).SelectMany(opcode => (Case[])
        [
            new($"4 opcode {opcode} without payload", new ClientFrame(opcode, []), Broken),
            new($"4 opcode {opcode} with payload", new ClientFrame(opcode, [1, 2, 3]), Broken),
            new($"4 opcode {opcode} after a text", [JsonPing, new ClientFrame(opcode, [1, 2, 3]), JsonPing], Broken.After("pong")),
            new($"4 opcode {opcode} within a message", [Text("{", final: false), new ClientFrame(opcode, [])], Broken),
        ]),
    ];
}
