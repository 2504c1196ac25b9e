using System.Globalization;

namespace Whisper.Fuzz.Generating;

/// <summary>
/// Streams to begin with, one a file in <c>Fuzz/Corpus</c>: what a client sends after the handshake in hexadecimal, masked with the key of the
/// RFC's examples; <c>#</c> begins a comment. A stream that once failed belongs here.
/// </summary>
internal static class Corpus
{
    private const string Suffix = ".hex";

    /// <summary>All of it, in the order of names.</summary>
    public static IReadOnlyList<(string Name, byte[] Bytes)> All { get; } =
    [
        .. typeof(Corpus).Assembly.GetManifestResourceNames().Where(name => name.EndsWith(Suffix, StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .Select(name => (name.Split('.')[^2], Read(name))),
    ];

    /// <summary>Writes a stream as a file of the corpus.</summary>
    public static string Write(string comment, ReadOnlySpan<byte> bytes)
    {
        var text = new System.Text.StringBuilder();
        foreach (var line in comment.Split('\n'))
        {
            text.Append(CultureInfo.InvariantCulture, $"# {line}\n");
        }

        foreach (var row in bytes.ToArray().Chunk(40))
        {
            text.Append(CultureInfo.InvariantCulture, $"{Convert.ToHexString(row)}\n");
        }

        return text.ToString();
    }

    private static byte[] Read(string resource)
    {
        using var reader = new StreamReader(typeof(Corpus).Assembly.GetManifestResourceStream(resource)!);
        var lines = reader.ReadToEnd().Split('\n').Select(line => line.Split('#')[0].Trim());
        return Convert.FromHexString(string.Concat(lines));
    }
}
