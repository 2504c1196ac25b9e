using System.Text;
using CsCheck;
using Whisper.Fuzz.Model;
using Whisper.Fuzz.Playing;
using Whisper.Fuzz.Wire;

namespace Whisper.Fuzz.Generating;

/// <summary>
/// What clients may send: conversations as they should be, conversations with something wrong in them, streams of the corpus with a few
/// bytes changed, and noise. The model says of each what must come of it.
/// </summary>
internal static class ClientStreams
{
    private const int MostPortions = 400;

    private static readonly Gen<uint> Keys = Gen.OneOf(Gen.Const(0u), Gen.UInt);

    private static readonly Gen<byte[]> Small = Gen.Byte.Array[0, 125];

    /// <summary>Text of any characters, half surrogates left out.</summary>
    private static readonly Gen<string> Characters = Gen.Int[0, 0x10FFFF].Where(code => code is < 0xD800 or > 0xDFFF).Select(char.ConvertFromUtf32).Array[0, 40].Select(string.Concat);

    private static readonly Gen<byte[]> Texts = Gen.Frequency(
        (4, Gen.Const(Application.Ping).Select(Encoding.UTF8.GetBytes)),
        (3, Gen.Select(Characters, Gen.Int[0, 200]).Select((text, pad) => Encoding.UTF8.GetBytes($$"""{"type":"ping","x":"{{Escaped(text)}}"}""".PadRight(pad)))),
        (2, Characters.Select(Encoding.UTF8.GetBytes)),
        (1, Gen.OneOfConst(125, 126, 127, 1024, 4096, 16_383, 16_384).Select(length => Encoding.UTF8.GetBytes(Application.Ping.PadRight(length)))),
        (1, Gen.Byte.Array[0, 60]));

    private static readonly Gen<ClientFrame> Controls = Gen.Select(Gen.OneOfConst(Opcodes.Ping, Opcodes.Pong), Small, Keys).Select((opcode, payload, key) => new ClientFrame(opcode, payload) { Key = key });

    /// <summary>A text in one to six fragments with control frames between them.</summary>
    private static readonly Gen<ClientFrame[]> Messages = Gen.Select(Texts, Gen.Double[0, 1].Array[0, 5], Controls.Array[0, 3], Keys).Select(Fragments);

    private static readonly Gen<ClientFrame> Closes = Gen.Select(
        Gen.Frequency((4, Gen.Const(1000)), (2, Gen.Int[995, 1020]), (1, Gen.Int[2990, 5010]), (1, Gen.Int[0, 65_535])),
        Gen.Frequency((4, Characters.Select(text => Encoding.UTF8.GetBytes(text))), (1, Gen.Byte.Array[0, 130])),
        Gen.Int[0, 12]).Select((code, reason, cut) => cut switch
        {
            0 => new ClientFrame(Opcodes.Close, []),
            1 => new ClientFrame(Opcodes.Close, [3]),
            2 => ClientFrame.Close(code),
            _ => ClientFrame.Close(code, reason),
        });

    /// <summary>Any frame at all.</summary>
    private static readonly Gen<ClientFrame> Anything = Gen.Select(
        Gen.Int[0, 15], Gen.OneOf(Small, Texts, Gen.Byte.Array[120, 140]), Gen.Bool, Gen.Frequency((5, Gen.Const(0)), (1, Gen.Int[1, 7])), Gen.Int[0, 5], Gen.Enum<LengthForm>(), Gen.Frequency((6, Gen.Const((ulong?)null)), (1, Gen.ULong.Select(claimed => (ulong?)claimed))))
        .Select((opcode, payload, final, reserved, masked, form, claimed) => new ClientFrame(opcode, payload)
        {
            Final = final,
            Reserved = reserved,
            Masked = masked > 0,
            Length = form,
            Claimed = claimed,
        });

    /// <summary>Frames as a client that knows the rules sends them.</summary>
    public static readonly Gen<byte[]> Sound = Gen.Frequency((5, Messages), (2, Controls.Select(frame => (ClientFrame[])[frame]))).Array[1, 8].Select(parts => Bytes(parts.SelectMany(part => part)));

    private static readonly Gen<byte[]> WithClose = Gen.Select(Sound, Closes, Gen.Frequency((3, Gen.Const<byte[]>([])), (1, Gen.Byte.Array[0, 50]))).Select((sound, close, rest) => (byte[])[.. sound, .. close.Encode(), .. rest]);

    private static readonly Gen<byte[]> WithAnything = Gen.Select(Sound, Anything, Sound).Select((before, frame, after) => (byte[])[.. before, .. frame.Encode(), .. after]);

    private static readonly Gen<byte[]> CutOff = Gen.Select(Sound, Gen.Double[0, 1]).Select((sound, part) => sound[..(int)(sound.Length * part)]);

    private static readonly Gen<byte[]> All = Gen.Frequency(
        (4, Sound), (3, WithClose), (5, WithAnything), (1, CutOff), (4, Mutations.Of(Gen.OneOf(Gen.Int[0, Corpus.All.Count - 1].Select(i => Corpus.All[i].Bytes), WithClose))), (1, Gen.Byte.Array[0, 300]));

    /// <summary>Any of these, in portions of any size.</summary>
    public static readonly Gen<Script> Scripts = Gen.Select(All, Gen.OneOfConst(0, 0, 1, 2, 3, 7, 50, 1000), Gen.Bool).Select((stream, portion, behind) =>
        new Script(stream, portion > 0 && stream.Length / portion > MostPortions ? stream.Length / MostPortions : portion, behind));

    private static string Escaped(string text) => System.Text.Json.JsonEncodedText.Encode(text, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString();

    private static byte[] Bytes(IEnumerable<ClientFrame> frames) => [.. frames.SelectMany(frame => frame.Encode())];

    private static ClientFrame[] Fragments(byte[] text, double[] cuts, ClientFrame[] controls, uint key)
    {
        int[] ends = [.. cuts.Select(cut => (int)(cut * text.Length)).Order(), text.Length];
        var frames = new List<ClientFrame>();
        for (var i = 0; i < ends.Length; i++)
        {
            var begin = i == 0 ? 0 : ends[i - 1];
            frames.Add(new ClientFrame(i == 0 ? Opcodes.Text : Opcodes.Continuation, text[begin..ends[i]]) { Final = i == ends.Length - 1, Key = key });
            if (i < controls.Length)
            {
                frames.Add(controls[i]);
            }
        }

        return [.. frames];
    }
}
