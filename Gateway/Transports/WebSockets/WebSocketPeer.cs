using System.Buffers;
using System.Net.WebSockets;
using System.Text.Unicode;
using Whisper.Gateway.Limits;
using Whisper.Gateway.Protocol;

namespace Whisper.Gateway.Transports.WebSockets;

/// <summary>
/// One socket: a reader that holds no buffer while nothing comes, and a writer that runs only while something waits.
/// It lives until the reader ends, which is when the peer has gone, or soon after a close whatever the peer does.
/// </summary>
internal sealed class WebSocketPeer(WebSocket socket, MeteredStream stream, HttpContext context, WebSocketTransport transport)
    : IWireWatcher, IThreadPoolWorkItem
{
    private const int FirstBuffer = 1024;

    private readonly OutboundQueue _queue = new(transport.Options.OutboundFrames, transport.Options.OutboundBytes);
    private readonly TaskCompletionSource _closeWritten = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource? _pause;
    private volatile bool _isClosing;
    private volatile bool _over;

    /// <inheritdoc />
    public bool IsClosing => _isClosing;

    /// <summary>Which connection it is.</summary>
    public ConnectionId Id { get; private set; }

    /// <summary>Serves the socket to its end.</summary>
    public async Task Run(AddressKey address)
    {
        Id = transport.Register(this, address);
        stream.Watcher = this;
        try
        {
            await Read();
            await AnswerClose();
        }
        catch (WebSocketException error) when (error.WebSocketErrorCode == WebSocketError.Faulted)
        {
            // headers were checked before: what is left is text that is not UTF-8, or a malformed close frame, and the
            // framework has sent the close frame
            await Linger(stream.CloseSeen ? CloseCode.ProtocolError : CloseCode.InvalidUtf8);
        }
        catch (Exception error) when (error is WebSocketException or IOException or OperationCanceledException or InvalidOperationException)
        {
            // the peer has gone, or has answered the close frame
        }
        finally
        {
            _over = true;
            transport.Unregister(this);
            if (socket.State == WebSocketState.Closed)
            {
                // of another, the framework would reset the connection under a close frame that is on its way
                socket.Dispose();
            }
        }
    }

    /// <inheritdoc />
    public void Heard(int frames) => transport.Edge.Heard(Id, frames);

    /// <inheritdoc />
    public void Violated(CloseCode code) => transport.Edge.Violated(Id, code);

    /// <inheritdoc cref="ITransport.Send" />
    public bool Send(ReadOnlySpan<byte> utf8)
    {
        var taken = _queue.TryAdd(utf8.ToArray(), out var start);
        StartWriter(start);
        return taken;
    }

    /// <inheritdoc cref="ITransport.Ping" />
    public void Ping() => StartWriter(_queue.AddPing());

    /// <inheritdoc cref="ITransport.Close" />
    public void Close(CloseCode code)
    {
        if (_queue.TryClose(code, out var start))
        {
            _isClosing = true;
            StartWriter(start);
            _ = EndSoon();
        }
    }

    /// <inheritdoc cref="ITransport.Pause" />
    public void Pause() => Volatile.Write(ref _pause, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

    /// <inheritdoc cref="ITransport.Resume" />
    public void Resume() => Interlocked.Exchange(ref _pause, null)?.TrySetResult();

    /// <summary>The writer.</summary>
    public void Execute() => _ = Write();

    private void StartWriter(bool start)
    {
        if (start)
        {
            // never on the caller's thread: it may hold a lock
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    private async Task Read()
    {
        while (true)
        {
            // asks for nothing, and so waits without a buffer until there is something
            var received = await socket.ReceiveAsync(Memory<byte>.Empty, CancellationToken.None);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                return;
            }

            var buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
            try
            {
                var count = 0;
                while (!received.EndOfMessage)
                {
                    if (count == buffer.Length)
                    {
                        buffer = Grow(buffer);
                    }

                    received = await socket.ReceiveAsync(buffer.AsMemory(count), CancellationToken.None);
                    if (received.MessageType == WebSocketMessageType.Close)
                    {
                        // the message will not be finished
                        return;
                    }

                    count += received.Count;
                }

                Hand(buffer.AsSpan(0, count));
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }

            if (_isClosing)
            {
                // what the framework has buffered might make it send a close frame of its own
                await Drain();
                return;
            }

            if (Volatile.Read(ref _pause) is { } pause)
            {
                await pause.Task;
            }
        }
    }

    private void Hand(ReadOnlySpan<byte> message)
    {
        // the framework does not notice a character that is cut off by an empty last fragment
        if (Utf8.IsValid(message))
        {
            transport.Edge.Frame(Id, message);
        }
        else
        {
            Violated(CloseCode.InvalidUtf8);
        }
    }

    /// <summary>The meter has bounded the message, so that growing ends.</summary>
    private static byte[] Grow(byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 4);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }

    private async Task Write()
    {
        try
        {
            while (_queue.TryTake(out var item))
            {
                switch (item.Value.Kind)
                {
                    case OutboundKind.Text:
                        await socket.SendAsync(item.Value.Utf8, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
                        break;
                    case OutboundKind.Ping:
                        await stream.Ping();
                        break;
                    case OutboundKind.Close:
                        await SendClose(item.Value.Code);
                        break;
                }
            }
        }
        catch (Exception)
        {
            // whatever it was, the socket is of no use any more, and the reader finds that out; unless it knows, because the
            // framework has sent a close frame by itself, which must reach the peer
            _closeWritten.TrySetResult();
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                Abort();
            }
        }
    }

    private async Task SendClose(CloseCode code)
    {
        var isAnswer = code == CloseCode.None;
        await socket.CloseOutputAsync(isAnswer ? WebSocketCloseStatus.NormalClosure : (WebSocketCloseStatus)code, isAnswer ? null : code.Reason(), CancellationToken.None);
        _closeWritten.TrySetResult();
    }

    /// <summary>The answer is the writer's too: it comes behind what waits, and never into a frame.</summary>
    private async Task AnswerClose()
    {
        if (_queue.TryClose(CloseCode.None, out var start))
        {
            StartWriter(start);
        }

        await CloseWritten();
    }

    /// <inheritdoc />
    public async Task CloseWritten() =>
        await _closeWritten.Task.WaitAsync(transport.Options.CloseTimeout, transport.Time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>After a close frame that the framework has sent by itself: waits for the peer to see it.</summary>
    private async Task Linger(CloseCode code)
    {
        _queue.TryClose(code, out _);
        Violated(code);
        _ = EndSoon();
        await Drain();
    }

    /// <summary>Reads on until the peer has seen the close frame.</summary>
    private async Task Drain()
    {
        var scratch = ArrayPool<byte>.Shared.Rent(FirstBuffer);
        try
        {
            await stream.Drain(scratch);
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or InvalidOperationException)
        {
            // gone at last
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(scratch);
        }
    }

    private async Task EndSoon()
    {
        await Task.Delay(transport.Options.CloseTimeout, transport.Time);
        Abort();
    }

    private void Abort()
    {
        if (!_over)
        {
            context.Abort();
            socket.Abort();
        }
    }
}
