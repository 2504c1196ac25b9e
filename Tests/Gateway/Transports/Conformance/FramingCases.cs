using Whisper.Fuzz.Model;
using Whisper.Fuzz.Wire;
using static Whisper.Tests.Gateway.Transports.Conformance.Say;

namespace Whisper.Tests.Gateway.Transports.Conformance;

/// <summary>Autobahn 1 and 9: lengths and how they are written, masks, and the bound on a text.</summary>
internal static class FramingCases
{
    public static IEnumerable<Case> All =>
    [
        .. ((int[])[15, 16, 100, 124, 125, 126, 127, 128, 129, 255, 256, 1000, 1024, 4095, 4096, 16_383, 16_384])
            .Select(length => new Case($"1.1 text of {length} bytes", Padded(length), Pong)),
        .. ((int[])[16_385, 65_535, 65_536, 200_000])
            .Select(length => new Case($"1.1 text of {length} bytes", Padded(length), Prediction.Closes(1009))),
        new("1.1.1 empty text", Text(""), Error),
        new("1.1 many texts at once", [.. Enumerable.Repeat(JsonPing, 50)], Prediction.Stays([.. Enumerable.Repeat(Application.Pong, 50)])),
        new("1.2.1 empty binary", new ClientFrame(Opcodes.Binary, []), Prediction.Closes(1003)),
        .. ((int[])[1, 125, 126, 127, 128, 16_384])
            .Select(length => new Case($"1.2 binary of {length} bytes", new ClientFrame(Opcodes.Binary, new byte[length]), Prediction.Closes(1003))),
        new("1.2 binary in fragments", [new ClientFrame(Opcodes.Binary, [1]) { Final = false }, More("x", final: true)], Prediction.Closes(1003)),
        new("1.2 binary after a text", [JsonPing, new ClientFrame(Opcodes.Binary, [1])], Prediction.Closes(1003).After(Application.Pong)),

        // the bound is on a message, however many frames it has
        new("9.1 largest text in fragments", [Padded(16_000) with { Final = false }, More(new byte[384].Select(_ => (byte)' ').ToArray(), final: true)], Pong),
        new("9.1 too large in sum", [Text(new byte[16_384], final: false), More("x", final: true)], Prediction.Closes(1009)),
        new("9.1 too large in sum, without end", [Text(new byte[16_384], final: false), More("x")], Prediction.Closes(1009)),
        new("9.1 two of the largest size", [Padded(16_384), Padded(16_384)], Prediction.Stays(Application.Pong, Application.Pong)),
        new("9.1 largest length there is", Claiming(ulong.MaxValue), Prediction.Closes(1009, 1002)),
        new("9.1 length with the highest bit", Claiming(1UL << 63), Prediction.Closes(1009, 1002)),
        new("9.1 length beyond 32 bits", Claiming((1UL << 32) + 4), Prediction.Closes(1009)),
        new("9.1 length beyond an int", Claiming(1UL << 31), Prediction.Closes(1009)),
        new("9.1 sum beyond 64 bits", [Text("x", final: false), More("") with { Claimed = ulong.MaxValue, Length = LengthForm.Bits64 }], Prediction.Closes(1009, 1002)),

        // RFC 6455, 5.2: the minimal number of bytes MUST be used
        new("5.2 empty in 16 bits", Text("") with { Length = LengthForm.Bits16 }, Broken),
        new("5.2 125 bytes in 16 bits", Padded(125) with { Length = LengthForm.Bits16 }, Broken),
        new("5.2 125 bytes in 64 bits", Padded(125) with { Length = LengthForm.Bits64 }, Broken),
        new("5.2 126 bytes in 64 bits", Padded(126) with { Length = LengthForm.Bits64 }, Broken),
        new("5.2 16384 bytes in 64 bits", Padded(16_384) with { Length = LengthForm.Bits64 }, Broken),
        new("5.2 ping in 16 bits", Ping("x") with { Length = LengthForm.Bits16 }, Broken),

        // RFC 6455, 5.1: a server MUST close when it receives a frame that is not masked
        new("5.1 unmasked text", JsonPing with { Masked = false }, Broken),
        new("5.1 unmasked empty text", Text("") with { Masked = false }, Broken),
        new("5.1 unmasked ping", Ping("x") with { Masked = false }, Broken),
        new("5.1 unmasked close", Close(1000) with { Masked = false }, Broken),
        new("5.1 unmasked fragment", [Text("{", final: false), More("}", final: true) with { Masked = false }], Broken),
        new("5.3 mask of zeros", JsonPing with { Key = 0 }, Pong),
        new("5.3 mask of ones", JsonPing with { Key = uint.MaxValue }, Pong),
        new("5.3 another mask for each frame", [JsonPing with { Key = 0x01020304 }, JsonPing with { Key = 0xFF000000 }, JsonPing with { Key = 0x000000FF }], Prediction.Stays("pong", "pong", "pong")),
        new("5.3 another mask for each fragment", [Text("""{"type":"p""", final: false) with { Key = 0x0A0B0C0D }, More("""ing"}""", final: true) with { Key = 0xF0E0D0C0 }], Pong),

        new("half a header", JsonPing.Encode()[..1], Waits),
        new("a header without its length", Padded(300).Encode()[..3], Waits),
        new("a header without its mask", JsonPing.Encode()[..4], Waits),
        new("half a payload", JsonPing.Encode()[..10], Waits),
        new("half a payload after a whole one", [.. JsonPing.Encode(), .. JsonPing.Encode()[..10]], Waits.After(Application.Pong)),
    ];

    private static ClientFrame Padded(int length) => Text(Application.Ping.PadRight(length));

    private static ClientFrame Claiming(ulong length) => Text("x") with { Claimed = length, Length = LengthForm.Bits64 };
}
