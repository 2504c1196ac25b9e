using System.Buffers.Binary;

namespace Whisper.LoadTest.Engine;

/// <summary>
/// Many WebSocket connections on one thread. A connection is a number; its state lies in an array, its one buffer is shared
/// with all others.
/// </summary>
internal sealed unsafe partial class Connections : IDisposable
{
    private const int ReadSize = 65_536;
    private const uint Interest = Native.Readable | Native.Writable | Native.PeerClosed | Native.EdgeTriggered;

    private readonly Connection[] _all;
    private readonly Endpoint[] _servers;
    private readonly Native.SocketAddress[] _addresses;
    private readonly Handshake[] _handshakes;
    private readonly SourceAddresses _sources;
    private readonly Poller _poller;
    private readonly IConnectionEvents _events;
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(FrameHeader.MostBytes + ReadSize, pinned: true);
    private readonly FrameWriter _control = new(0x5DEECE66D);
    private readonly Stack<Chunk> _chunks = new();
    private readonly Dictionary<int, Chunk> _fragments = [];

    /// <summary>Prepares for connections; none is opened yet.</summary>
    /// <param name="count">How many there may be at once.</param>
    /// <param name="servers">Where they go.</param>
    /// <param name="handshakes">What they say there first, a server each.</param>
    /// <param name="sources">Where they come from, as far as servers are on this machine.</param>
    /// <param name="poller">What tells of them.</param>
    /// <param name="events">Who is told.</param>
    public Connections(int count, Endpoint[] servers, Handshake[] handshakes, SourceAddresses sources, Poller poller, IConnectionEvents events)
    {
        _all = new Connection[count];
        _servers = servers;
        _addresses = [.. servers.Select(server => server.ToNative())];
        _handshakes = handshakes;
        _sources = sources;
        _poller = poller;
        _events = events;
    }

    /// <summary>Bytes that the servers have sent, framing included.</summary>
    public long BytesIn { get; private set; }

    /// <summary>Bytes that were sent to the servers, framing included.</summary>
    public long BytesOut { get; private set; }

    /// <summary>Pings of servers that were answered.</summary>
    public long PingsAnswered { get; private set; }

    /// <summary>Whether a connection can carry frames.</summary>
    public bool IsOpen(int id) => _all[id].Stage == Stage.Open;

    /// <summary>Whether a connection holds a descriptor.</summary>
    public bool IsInUse(int id) => _all[id].Stage != Stage.Closed;

    /// <summary>Whether the server has been slow to take what was sent.</summary>
    public bool IsCongested(int id) => _all[id].Out is not null;

    /// <summary>Opens a connection that is closed. 0, or why the kernel refuses it at once (<see cref="CloseCodes"/>).</summary>
    public int Connect(int id, int server)
    {
        ref var connection = ref _all[id];
        var descriptor = Native.Socket(Native.Inet, Native.Stream | Native.NonBlocking | Native.CloseOnExec, 0);
        if (descriptor < 0)
        {
            return Refused();
        }

        var on = 1;
        _ = Native.SetOption(descriptor, Native.LevelTcp, Native.OptionNoDelay, &on, sizeof(int));
        if (_servers[server].IsLoopback)
        {
            // the kernel then picks the port when it knows the destination, and may use one port for several destinations
            _ = Native.SetOption(descriptor, Native.LevelIp, Native.OptionBindAddressNoPort, &on, sizeof(int));
            var source = _sources.Next();
            if (Native.Bind(descriptor, &source, sizeof(Native.SocketAddress)) < 0)
            {
                return Refused(descriptor);
            }
        }

        var destination = _addresses[server];
        if (Native.Connect(descriptor, &destination, sizeof(Native.SocketAddress)) < 0 && Native.Error != Native.InProgress)
        {
            return Refused(descriptor);
        }

        connection.Descriptor = descriptor;
        connection.Server = server;
        connection.Generation++;
        connection.Stage = Stage.Connecting;
        connection.Code = 0;
        connection.IsFragmented = false;
        if (!_poller.Watch(descriptor, Interest, Tag(id, connection.Generation)))
        {
            var why = Refused();
            Release(id, reset: true);
            return why;
        }

        return 0;
    }

    /// <summary>Sends what a writer has ready, and clears it.</summary>
    public void Flush(int id, FrameWriter frames)
    {
        if (_all[id].Stage == Stage.Open)
        {
            Send(id, frames.Written);
        }

        frames.Clear();
    }

    /// <summary>Says good-bye as a browser does, and lets go.</summary>
    public void Close(int id)
    {
        Span<byte> normal = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(normal, CloseCodes.Normal);
        if (_all[id].Stage == Stage.Open)
        {
            _control.Frame(normal, Opcode.Close);
            Flush(id, _control);
        }

        Release(id, reset: false);
    }

    /// <summary>Lets go without a word.</summary>
    /// <param name="id">Which.</param>
    /// <param name="reset">Whether the peer is reset, as by a machine that has forgotten the connection.</param>
    public void Drop(int id, bool reset) => Release(id, reset);

    /// <summary>Handles one event of the poller.</summary>
    public void Handle(ulong tag, uint events)
    {
        var (id, generation) = ((int)(uint)tag, (ushort)(tag >> 32));
        ref var connection = ref _all[id];
        if (connection.Generation != generation || connection.Stage == Stage.Closed)
        {
            return;
        }

        if (connection.Stage == Stage.Connecting && (events & (Native.Writable | Native.Failed | Native.HungUp)) != 0 && !Upgrade(id))
        {
            return;
        }

        if ((events & Native.Writable) != 0 && connection.Out is not null)
        {
            Drain(id);
        }

        if ((events & (Native.Readable | Native.PeerClosed | Native.Failed | Native.HungUp)) != 0 && connection.Stage is Stage.Upgrading or Stage.Open)
        {
            Read(id, generation, mayHaveEnded: (events & (Native.PeerClosed | Native.Failed | Native.HungUp)) != 0);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        for (var id = 0; id < _all.Length; id++)
        {
            Release(id, reset: true);
        }
    }

    private static ulong Tag(int id, ushort generation) => ((ulong)generation << 32) | (uint)id;

    private bool Upgrade(int id)
    {
        ref var connection = ref _all[id];
        var (error, length) = (0, sizeof(int));
        _ = Native.GetOption(connection.Descriptor, Native.LevelSocket, Native.OptionError, &error, &length);
        if (error != 0)
        {
            End(id, CloseCodes.NoConnection);
            return false;
        }

        connection.Stage = Stage.Upgrading;
        var handshake = _handshakes[connection.Server];
        Span<byte> request = stackalloc byte[handshake.Length];
        handshake.Write(Tag(id, connection.Generation), request);
        Send(id, request);
        return connection.Stage == Stage.Upgrading;
    }

    private void Send(int id, ReadOnlySpan<byte> bytes)
    {
        ref var connection = ref _all[id];
        if (connection.Out is { } waiting)
        {
            waiting.Add(bytes);
            return;
        }

        var sent = Write(connection.Descriptor, bytes);
        if (sent >= 0 && sent < bytes.Length)
        {
            (connection.Out = Rent()).Add(bytes[sent..]);
        }

        // a connection that is broken tells so when it is read, like every other end
    }

    private void Drain(int id)
    {
        ref var connection = ref _all[id];
        var waiting = connection.Out!;
        var sent = Write(connection.Descriptor, waiting.Bytes);
        waiting.Skip(sent < 0 ? waiting.Count : sent);
        if (waiting.Count == 0)
        {
            connection.Out = null;
            Return(waiting);
        }
    }

    private int Write(int descriptor, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            var sent = (int)Native.Send(descriptor, start, bytes.Length, Native.NoSignal);
            if (sent >= 0)
            {
                BytesOut += sent;
                return sent;
            }

            return Native.Error is Native.TryAgain or Native.Interrupted ? 0 : -1;
        }
    }

    private void End(int id, int code)
    {
        Release(id, reset: false);
        _events.Closed(id, code);
    }

    private void Release(int id, bool reset)
    {
        ref var connection = ref _all[id];
        if (connection.Stage == Stage.Closed)
        {
            return;
        }

        connection.Stage = Stage.Closed;
        if (reset)
        {
            var linger = new Native.Linger { On = 1, Seconds = 0 };
            _ = Native.SetOption(connection.Descriptor, Native.LevelSocket, Native.OptionLinger, &linger, sizeof(Native.Linger));
        }

        _ = Native.Close(connection.Descriptor);
        Return(connection.In);
        Return(connection.Out);
        (connection.In, connection.Out) = (null, null);
        if (_fragments.Remove(id, out var fragments))
        {
            Return(fragments);
        }
    }

    private Chunk Rent() => _chunks.TryPop(out var chunk) ? chunk : new();

    private void Return(Chunk? chunk)
    {
        if (chunk is not null && chunk.Reset() && _chunks.Count < 256)
        {
            _chunks.Push(chunk);
        }
    }

    /// <summary>What the last call's error comes to; closes the descriptor that is of no use then.</summary>
    private static int Refused(int descriptor = -1)
    {
        var code = Native.Error switch
        {
            Native.TooManyHere or Native.TooManyOnMachine => CloseCodes.NoDescriptor,
            Native.AddressInUse or Native.AddressNotAvailable => CloseCodes.NoPort,
            _ => CloseCodes.NoConnection,
        };
        if (descriptor >= 0)
        {
            _ = Native.Close(descriptor);
        }

        return code;
    }
}
