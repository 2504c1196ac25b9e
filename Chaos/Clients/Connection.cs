using System.Net;
using Whisper.Chaos.Loops;
using Whisper.Chaos.Wire;

namespace Whisper.Chaos.Clients;

/// <summary>Whoever speaks over a <see cref="Connection"/>.</summary>
internal interface IConnectionOwner
{
    /// <summary>A new socket is open, and wants its <c>hello</c>.</summary>
    void Opened();

    /// <summary>A frame came.</summary>
    void Received(ServerFrame frame);

    /// <summary>The socket is gone; <paramref name="final"/>: and is not to be replaced.</summary>
    void Lost(int code, bool final);

    /// <summary>After a loss, the connection is being opened anew.</summary>
    void Reconnecting();
}

/// <summary>
/// One logical connection over many sockets, by the rules of <c>frontend/src/lib/connection</c>: quiet lines are probed, a
/// lost one is opened again after a back-off, a drain is obeyed when its time has come.
/// </summary>
internal sealed class Connection(Loop loop, Func<IPEndPoint> server, IConnectionOwner owner, Random random)
{
    private const int FirstToReconnect = 4000;
    private const int LastToReconnect = 4003;
    private static readonly TimeSpan Greeting = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan PongWithin = TimeSpan.FromSeconds(3);
    private static readonly long Stable = Clock.Micros(TimeSpan.FromSeconds(5));

    private readonly Backoff _backoff = new(random);
    private FrameSocket? _socket;
    private LoopTimer? _timer;
    private long? _welcomedAt;
    private long? _drainUntil;
    private bool _stopped;

    /// <summary>Whether a <c>welcome</c> has come over this socket.</summary>
    public bool Online => _welcomedAt is not null && _socket is not null;

    /// <summary>Opens a socket, and lets go of the one before.</summary>
    public void Start()
    {
        Drop();
        _drainUntil = null;
        _welcomedAt = null;
        owner.Reconnecting();
        _ = Live(_socket = new FrameSocket());
    }

    /// <summary>False when there is no greeted connection: the caller says it again after the next <c>welcome</c>.</summary>
    public bool Send(ClientFrame frame) => _socket is { } socket && (Online || frame.Type == "hello") && socket.Send(frame);

    /// <summary>Gives up this socket and resumes on another one.</summary>
    public void Restart()
    {
        if (_socket is not null)
        {
            Lose(FrameSocket.Broken);
        }
    }

    /// <summary>Closes it for good.</summary>
    public void Stop()
    {
        _stopped = true;
        _timer?.Cancel();
        _socket?.Close();
        _socket = null;
    }

    private async Task Live(FrameSocket socket)
    {
        Arm(Greeting, () => Lose(FrameSocket.Broken));
        var opened = await socket.Open(server());
        if (_socket != socket)
        {
            socket.Dispose();
            return;
        }

        if (!opened)
        {
            Lose(FrameSocket.Broken);
            return;
        }

        owner.Opened();
        var code = await socket.Listen(frame => Hear(socket, frame));
        if (_socket != socket)
        {
            return;
        }

        if (code is >= 4004 or 1003 or 1007 or 1009)
        {
            _stopped = true;
            Drop();
            owner.Lost(code, final: true);
        }
        else
        {
            Lose(code);
        }
    }

    private void Hear(FrameSocket socket, ServerFrame frame)
    {
        if (_socket != socket)
        {
            return;
        }

        if (frame.Type == "welcome")
        {
            _welcomedAt = Clock.Now;
        }

        if (Online && _drainUntil is null)
        {
            Arm(Quiet, Probe);
        }

        if (frame.Type == "drain")
        {
            // stays on the old gateway until its turn, so that those that remain are not stormed
            var delay = TimeSpan.FromMilliseconds(frame.ReconnectInMs);
            _drainUntil = Clock.Now + Clock.Micros(delay);
            Arm(delay, Start);
        }

        owner.Received(frame);
    }

    private void Probe()
    {
        if (Send(new ClientFrame("ping")))
        {
            Arm(PongWithin, () => Lose(FrameSocket.Broken));
        }
        else
        {
            Lose(FrameSocket.Broken);
        }
    }

    private void Lose(int code)
    {
        if (_welcomedAt is { } since && Clock.Now - since >= Stable)
        {
            _backoff.Reset();
        }

        _welcomedAt = null;
        Drop();
        var delay = _drainUntil is { } until ? Clock.Span(Math.Max(0, until - Clock.Now)) : _backoff.Next();
        owner.Lost(code is >= FirstToReconnect and <= LastToReconnect ? code : FrameSocket.Broken, final: false);
        Arm(delay, Start);
    }

    private void Drop()
    {
        _timer?.Cancel();
        _socket?.Dispose();
        _socket = null;
    }

    private void Arm(TimeSpan delay, Action then)
    {
        _timer?.Cancel();
        _timer = _stopped ? null : loop.After(delay, then);
    }
}
