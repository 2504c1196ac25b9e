using Whisper.Fuzz.Model;

namespace Whisper.Fuzz.Playing;

/// <summary>What a client sends after its handshake, and in which portions.</summary>
/// <param name="Stream">All of it.</param>
/// <param name="Portion">Bytes in one write; 0: all in one.</param>
/// <param name="BehindHandshake">Whether the first portion is sent together with the handshake, before it is answered.</param>
internal sealed record Script(byte[] Stream, int Portion = 0, bool BehindHandshake = false)
{
    /// <summary>The portions.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Portions => Portion == 0
        ? [Stream]
        : Enumerable.Range(0, (Stream.Length + Portion - 1) / Portion).Select(i => (ReadOnlyMemory<byte>)Stream.AsMemory(i * Portion, Math.Min(Portion, Stream.Length - (i * Portion))));

    public override string ToString() =>
        $"{Stream.Length} bytes in portions of {(Portion == 0 ? "all" : Portion)}{(BehindHandshake ? ", the first behind the handshake" : "")}: {Convert.ToHexString(Stream.AsSpan(0, Math.Min(Stream.Length, 600)))}";

    /// <summary>What has to come of it.</summary>
    public Prediction Predict() => Rfc6455.Predict(Stream);
}
