namespace Whisper.Gateway.Transports;

/// <summary>What sends the frames that a thread has gathered.</summary>
internal interface ISendsGathered
{
    /// <summary>Sends them, if their connection is still open.</summary>
    void Send(Gathered gathered);
}

/// <summary>
/// Whole frames that a thread has for one connection and has not sent yet: while it passes on a batch, frames of one connection that follow one another go out with one call. A thread that
/// passes nothing on sends at once.
/// </summary>
internal sealed class Gathered
{
    private const int Most = 8192;

    [ThreadStatic]
    private static Gathered? _ofThisThread;

    [ThreadStatic]
    private static bool _isOn;

    private readonly byte[] _bytes = new byte[Most];
    private ISendsGathered? _sender;
    private int _count;

    /// <summary>What this thread gathers in; null when it sends at once.</summary>
    public static Gathered? Here => _isOn ? _ofThisThread ??= new() : null;

    /// <summary>For which socket.</summary>
    public int Index { get; private set; }

    /// <summary>For which connection on it.</summary>
    public ConnectionId Id { get; private set; }

    /// <summary>The frames.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _count);

    /// <summary>From here on this thread gathers, until what is returned is disposed of.</summary>
    public static Batch Begin()
    {
        _isOn = true;
        return default;
    }

    /// <summary>Room for a frame of so many bytes behind others of the same connection; empty when there are none, or no room.</summary>
    public Span<byte> Behind(int index, ConnectionId id, int length) => _count > 0 && Index == index && Id == id && _count + length <= Most ? _bytes.AsSpan(_count, length) : default;

    /// <summary>Room for a first frame; empty when it is too long. What was gathered before must have been sent.</summary>
    public Span<byte> First(ISendsGathered sender, int index, ConnectionId id, int length)
    {
        (_sender, Index, Id) = (sender, index, id);
        return length <= Most ? _bytes.AsSpan(0, length) : default;
    }

    /// <summary>So many bytes of that room have been used.</summary>
    public void Added(int length) => _count += length;

    /// <summary>Sends what there is.</summary>
    public void Send()
    {
        if (_count > 0)
        {
            _sender!.Send(this);
            // what people write does not stay in memory that is used again
            _bytes.AsSpan(0, _count).Clear();
            _count = 0;
        }
    }

    /// <summary>Sends the last, and ends gathering.</summary>
    public readonly ref struct Batch : IDisposable
    {
        /// <inheritdoc />
        public void Dispose()
        {
            _ofThisThread?.Send();
            _isOn = false;
        }
    }
}
