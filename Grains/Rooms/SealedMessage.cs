using System.Buffers.Text;
using System.Text;
using Whisper.Delivery;
using Whisper.Rooms;

namespace Whisper.Grains.Rooms;

/// <summary>A message that a room has taken and its partner has not acknowledged: one array, which holds seal and text as they go out.</summary>
/// <param name="n">Its number among its sender's messages.</param>
/// <param name="atMs">When it was taken, in Unix milliseconds.</param>
/// <param name="content">The seal, <see cref="RelayEvent.SealLength"/> bytes, then the text in UTF-8.</param>
internal sealed class SealedMessage(long n, long atMs, byte[] content)
{
    public long N => n;

    public long AtMs => atMs;

    public ReadOnlySpan<byte> Seal => content.AsSpan(0, RelayEvent.SealLength);

    public ReadOnlySpan<byte> Text => content.AsSpan(RelayEvent.SealLength);

    /// <summary>As it travels by itself.</summary>
    public MessageEvent ToEvent(MatchId match) => new(match, N, new PrivateText(Encoding.UTF8.GetString(Text)), AtMs, Base64Url.EncodeToString(Seal));
}
