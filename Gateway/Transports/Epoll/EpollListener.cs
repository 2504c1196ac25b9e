using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Whisper.Gateway.Hosting;

namespace Whisper.Gateway.Transports.Epoll;

/// <summary>
/// A port that accepts for both: WebSockets stay here, and everything else the web server gets as if it had accepted it itself. When the process is out of descriptors but for its
/// <see cref="Headroom"/>, callers are turned away, so that they do not wait in vain; when there is none at all, with the help of one that was kept for that.
/// </summary>
internal sealed class EpollListener : IConnectionListener
{
    private const int AcceptsAtOnce = 64;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LogEvery = TimeSpan.FromSeconds(10);

    private readonly Channel<ConnectionContext> _others = Channel.CreateUnbounded<ConnectionContext>(new UnboundedChannelOptions { SingleReader = true });
    private readonly EpollTransport _transport;
    private readonly Socket _socket;
    private readonly SocketConnectionContextFactory _contexts;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private int _reserve = OpenReserve();
    private long _loggedAt;
    private volatile bool _isUnbound;

    public EpollListener(EpollTransport transport, Socket socket, SocketConnectionContextFactory contexts, TimeProvider time, ILogger log)
    {
        (_transport, _socket, _contexts, _time, _log) = (transport, socket, contexts, time, log);
        EndPoint = socket.LocalEndPoint!;
        Descriptor = (int)socket.Handle;
    }

    /// <inheritdoc />
    public EndPoint EndPoint { get; }

    /// <summary>The listening descriptor.</summary>
    public int Descriptor { get; }

    /// <summary>Which listener it is.</summary>
    public byte Number { get; set; }

    /// <summary>The loop that accepts.</summary>
    public EventLoop Loop => _transport.First;

    /// <summary>Somebody has come. By the loop.</summary>
    public unsafe void Accept()
    {
        for (var i = 0; i < AcceptsAtOnce && !_isUnbound; i++)
        {
            var descriptor = Libc.Accept(Descriptor, null, null, Libc.NonBlocking | Libc.CloseOnExec);
            if (descriptor >= 0)
            {
                if (Headroom.Reaches(descriptor))
                {
                    Tell();
                    Refuse(descriptor);
                }
                else
                {
                    _transport.Accepted(descriptor, this);
                }

                continue;
            }

            switch (Libc.Error)
            {
                case Libc.ProcessFull or Libc.SystemFull or Libc.NoBuffers or Libc.NoMemory:
                    if (!TurnOneAway())
                    {
                        Rest();
                        return;
                    }

                    break;
                case Libc.TryAgain:
                    return;
                default:
                    // a caller that has gone before its turn
                    break;
            }
        }
    }

    /// <summary>Gives a connection to the web server.</summary>
    public void HandOver(int descriptor) => ThreadPool.UnsafeQueueUserWorkItem(
        static item =>
        {
            var socket = new Socket(new SafeSocketHandle(item.descriptor, ownsHandle: true));
            var context = item.listener._contexts.Create(socket);
            if (!item.listener._others.Writer.TryWrite(context))
            {
                // the web server has stopped
                context.Abort();
                _ = context.DisposeAsync().AsTask();
            }
        },
        (listener: this, descriptor),
        preferLocal: false);

    /// <inheritdoc />
    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default) =>
        await _others.Reader.WaitToReadAsync(cancellationToken) && _others.Reader.TryRead(out var context) ? context : null;

    /// <inheritdoc />
    public async ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        if (_isUnbound)
        {
            return;
        }

        _isUnbound = true;
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Loop.Do(() =>
        {
            Loop.Forget(Descriptor);
            _socket.Dispose();
            done.SetResult();
        });
        await done.Task.WaitAsync(cancellationToken);
        _others.Writer.TryComplete();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await UnbindAsync();
        if (Interlocked.Exchange(ref _reserve, -1) is >= 0 and var reserve)
        {
            Libc.Close(reserve);
        }

        _contexts.Dispose();
    }

    private static int OpenReserve() => Libc.Open("/dev/null", Libc.CloseOnExec);

    /// <summary>Answers one caller by means of the descriptor in reserve; false when even that does not help.</summary>
    private unsafe bool TurnOneAway()
    {
        Tell();
        if (_reserve < 0)
        {
            return false;
        }

        Libc.Close(_reserve);
        var descriptor = Libc.Accept(Descriptor, null, null, Libc.NonBlocking | Libc.CloseOnExec);
        if (descriptor >= 0)
        {
            Refuse(descriptor);
        }

        _reserve = OpenReserve();
        return descriptor >= 0;
    }

    private static void Refuse(int descriptor)
    {
        Sockets.WriteAll(descriptor, HttpAnswers.Unavailable);
        Libc.Close(descriptor);
    }

    private void Tell()
    {
        if (_loggedAt == 0 || _time.GetElapsedTime(_loggedAt) >= LogEvery)
        {
            _loggedAt = _time.GetTimestamp();
            _log.OutOfDescriptors(_transport.Slots.Count);
        }
    }

    private void Rest()
    {
        Loop.Listen(this, accepts: false);
        _ = GoOnLater();
    }

    private async Task GoOnLater()
    {
        await Task.Delay(Pause, _time);
        Loop.Do(() =>
        {
            if (!_isUnbound)
            {
                _reserve = _reserve < 0 ? OpenReserve() : _reserve;
                Loop.Listen(this, accepts: true);
            }
        });
    }
}
