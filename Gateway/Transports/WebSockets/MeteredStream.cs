namespace Whisper.Gateway.Transports.WebSockets;

/// <summary>Whoever wants to know what passes a <see cref="MeteredStream"/>.</summary>
internal interface IWireWatcher
{
    /// <summary>Bytes have arrived, in which this many frames began.</summary>
    void Heard(int frames);

    /// <summary>The client broke a rule.</summary>
    void Violated(Protocol.CloseCode code);

    /// <summary>Whether the connection is being closed, so that nothing but the client's close frame is of interest any more.</summary>
    bool IsClosing { get; }

    /// <summary>Waits, but not for ever, until the close frame has gone out.</summary>
    Task CloseWritten();
}

/// <summary>
/// Lies under the framework's WebSocket, which answers pings by itself and never shows them: meters what comes in, keeps
/// back what follows a violation, and lets pings of our own out between the WebSocket's frames. Disposing of it ends nothing:
/// the web server owns the connection, and a close frame must not be overtaken by its end.
/// </summary>
internal sealed class MeteredStream(Stream inner) : Stream
{
    private const byte CloseByte = 0x88;

    private static readonly byte[] PingFrame = [0x89, 0x00];

    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly FrameMeter _meter = new();
    private bool _told;
    private bool _dropped;
    private bool _hasClosed;

    /// <summary>Who is told; set before the first read.</summary>
    public IWireWatcher? Watcher { get; set; }

    /// <summary>Whether the client's close frame has begun.</summary>
    public bool CloseSeen => _meter.CloseSeen;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException("A network stream has no length.");

    public override long Position
    {
        get => throw new NotSupportedException("A network stream has no position.");
        set => throw new NotSupportedException("A network stream has no position.");
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var read = await inner.ReadAsync(buffer, cancellationToken);
            if (read == 0)
            {
                return 0;
            }

            var sound = _meter.Feed(buffer.Span[..read], out var frames);
            Watcher?.Heard(frames);
            if (_meter.Violation != Protocol.CloseCode.None && !_told)
            {
                _told = true;
                Watcher?.Violated(_meter.Violation);
            }

            if (Watcher?.IsClosing == true && !_meter.CloseSeen)
            {
                // a flood gets no more answers: they would keep the close frame waiting
                _dropped |= sound > 0;
                continue;
            }

            if (_meter.CloseSeen && (_told || _dropped))
            {
                // the end of the stream for the WebSocket, which then sends nothing more
                await (Watcher?.CloseWritten() ?? Task.CompletedTask);
                return 0;
            }

            if (sound > 0)
            {
                return sound;
            }
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            // the framework may send a close frame by itself while another frame waits for its turn
            if (!_hasClosed)
            {
                _hasClosed = !buffer.IsEmpty && buffer.Span[0] == CloseByte;
                await inner.WriteAsync(buffer, cancellationToken);
            }
        }
        finally
        {
            _writing.Release();
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            await inner.FlushAsync(cancellationToken);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Sends a ping; a frame of the WebSocket is one write, so that this never falls into one.</summary>
    public async ValueTask Ping()
    {
        await WriteAsync(PingFrame);
        await FlushAsync(CancellationToken.None);
    }

    /// <summary>Reads and forgets until the peer has answered our last frame, or has finished, so that it is not lost to a reset.</summary>
    public async Task Drain(Memory<byte> scratch)
    {
        var hadClosed = _meter.CloseSeen;
        int read;
        while (hadClosed == _meter.CloseSeen && (read = await inner.ReadAsync(scratch)) > 0)
        {
            _meter.Feed(scratch.Span[..read], out _);
        }
    }

    public override void Flush() => throw new NotSupportedException("Asynchronous only.");

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Asynchronous only.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Asynchronous only.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("A network stream cannot seek.");

    public override void SetLength(long value) => throw new NotSupportedException("A network stream has no length.");

}
