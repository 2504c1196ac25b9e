using Whisper.Fuzz.Model;
using Whisper.Fuzz.Wire;
using static Whisper.Tests.Gateway.Transports.Conformance.Say;

namespace Whisper.Tests.Gateway.Transports.Conformance;

/// <summary>Autobahn 5: fragments, and what may come between them.</summary>
internal static class FragmentCases
{
    private static readonly string[] Parts = ["""{"type":""", "\"pi", "ng", "\"", "}"];

    public static IEnumerable<Case> All =>
    [
        new("5.1 ping in fragments", [Ping("a") with { Final = false }, More("b", final: true)], Broken),
        new("5.2 pong in fragments", [UnaskedPong("a") with { Final = false }, More("b", final: true)], Broken),
        new("5.3 text in two fragments", Message(2), Pong),
        new("5.4 text in five fragments", Message(5), Pong),
        new("5.5 text of a byte a fragment", [.. Split(Application.Ping.Length)], Pong),
        new("5.6 ping between two fragments", Between(2, Ping("between")), Pong.Ponging("between")),
        new("5.7 pong between two fragments", Between(2, UnaskedPong("between")), Pong),
        new("5.8 pings between five fragments", Between(5, Ping("between")), Pong.Ponging("between", "between", "between", "between")),
        new("5.9 continuation of nothing, final", More("x", final: true), Broken),
        new("5.9 continuation of nothing, then a text", [More("x", final: true), JsonPing], Broken),
        new("5.10 empty continuation of nothing", More("", final: true), Broken),
        new("5.11 continuation of nothing, not final", More("x"), Broken),
        new("5.12 continuation of nothing, not final, then a text", [More("x"), JsonPing], Broken),
        new("5.13 continuation after a whole text", [JsonPing, More("x", final: true)], Broken.After("pong")),
        new("5.14 continuation after a whole text, not final", [JsonPing, More("x")], Broken.After("pong")),
        new("5.15 continuation after a text in fragments", [.. Message(2), More("x"), JsonPing], Broken.After("pong")),
        new("5.16 continuations of nothing around texts", [More("a"), JsonPing, More("b"), JsonPing], Broken),
        new("5.17 final continuations of nothing around texts", [More("a", final: true), JsonPing, More("b", final: true), JsonPing], Broken),
        new("5.18 text within a message", [Text("{", final: false), Text("}")], Broken),
        new("5.18 text within a message, not final", [Text("{", final: false), Text("}", final: false)], Broken),
        new("5.18 binary within a message", [Text("{", final: false), new ClientFrame(Opcodes.Binary, [1])], Prediction.Closes(1002, 1003)),
        new("5.19 fragments, pings and a second part", [.. Between(3, Ping("one")), .. Between(4, Ping("two"))], Prediction.Stays("pong", "pong").Ponging("one", "one", "two", "two", "two")),
        new("5.20 only empty fragments", [Text("", final: false), More(""), More("", final: true)], Error),
        new("5.20 empty fragments around one that is not", [Text("", final: false), More(""), More(Application.Ping), More(""), More("", final: true)], Pong),
        new("5.20 empty first and only fragment", Text("", final: false), Waits),
        new("5.20 fragments without end", [.. Message(3)[..2]], Waits),
        new("5.20 two hundred fragments", [Text("", final: false), .. Enumerable.Repeat(More(" "), 200), More(Application.Ping, final: true)], Pong),
        new("5.20 close between fragments", [Text("{", final: false), Close(1000)], Prediction.Ends(0, 1000)),
        new("5.20 message after a message in fragments", [.. Message(2), JsonPing, .. Message(3)], Prediction.Stays("pong", "pong", "pong")),
    ];

    private static ClientFrame[] Message(int count) => Fragments([.. Parts.Take(count - 1), string.Concat(Parts.Skip(count - 1))]);

    private static ClientFrame[] Between(int count, ClientFrame control) => [.. Message(count).SelectMany((frame, i) => i == 0 ? [frame] : (ClientFrame[])[control, frame])];

    private static ClientFrame[] Split(int count) => Fragments([.. Enumerable.Range(0, count).Select(i => Application.Ping[(Application.Ping.Length * i / count)..(Application.Ping.Length * (i + 1) / count)])]);

    private static ClientFrame[] Fragments(string[] parts) => [.. parts.Select((part, i) => i == 0 ? Text(part, final: parts.Length == 1) : More(part, final: i == parts.Length - 1))];
}
