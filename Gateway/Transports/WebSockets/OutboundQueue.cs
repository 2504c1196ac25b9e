using System.Diagnostics.CodeAnalysis;
using Whisper.Gateway.Protocol;

namespace Whisper.Gateway.Transports.WebSockets;

/// <summary>What a writer does next.</summary>
internal enum OutboundKind
{
    /// <summary>Send a text frame.</summary>
    Text,

    /// <summary>Send a ping.</summary>
    Ping,

    /// <summary>Send the close frame; nothing follows.</summary>
    Close,
}

/// <summary>One step of a writer.</summary>
internal readonly record struct OutboundItem(OutboundKind Kind, ReadOnlyMemory<byte> Utf8, CloseCode Code);

/// <summary>
/// What waits for one connection, bounded in frames and bytes. Each method that adds something says whether the caller
/// has to start the writer; the writer stops by itself when nothing is left, so that an idle connection has neither.
/// </summary>
internal sealed class OutboundQueue(int maxFrames, int maxBytes)
{
    private Queue<ReadOnlyMemory<byte>>? _frames;
    private int _bytes;
    private bool _writing;
    private bool _ping;
    private bool _closeTaken;
    private CloseCode? _close;

    /// <summary>Adds a text frame; false when the queue is full. What comes after a close is accepted and dropped.</summary>
    public bool TryAdd(ReadOnlyMemory<byte> utf8, out bool start)
    {
        lock (this)
        {
            start = false;
            if (_close is not null)
            {
                return true;
            }

            if (_bytes + utf8.Length > maxBytes || _frames?.Count >= maxFrames)
            {
                return false;
            }

            (_frames ??= new Queue<ReadOnlyMemory<byte>>(2)).Enqueue(utf8);
            _bytes += utf8.Length;
            start = Start();
            return true;
        }
    }

    /// <summary>Adds a ping unless one waits already.</summary>
    public bool AddPing()
    {
        lock (this)
        {
            _ping = true;
            return Start();
        }
    }

    /// <summary>Adds the close frame behind what waits; a slow reader's frames are dropped instead. False when it was there already.</summary>
    public bool TryClose(CloseCode code, out bool start)
    {
        lock (this)
        {
            start = false;
            if (_close is not null)
            {
                return false;
            }

            _close = code;
            if (code == CloseCode.SlowReader)
            {
                _frames = null;
            }

            start = Start();
            return true;
        }
    }

    /// <summary>The writer's next step; false when there is none and the writer stops.</summary>
    public bool TryTake([NotNullWhen(true)] out OutboundItem? item)
    {
        lock (this)
        {
            item = null;
            if (_frames is { Count: > 0 })
            {
                var utf8 = _frames.Dequeue();
                _bytes -= utf8.Length;
                item = new OutboundItem(OutboundKind.Text, utf8, CloseCode.None);
            }
            else if (_close is { } code && !_closeTaken)
            {
                _closeTaken = true;
                item = new OutboundItem(OutboundKind.Close, default, code);
            }
            else if (_ping && !_closeTaken)
            {
                _ping = false;
                item = new OutboundItem(OutboundKind.Ping, default, CloseCode.None);
            }
            else
            {
                _frames = null;
                _bytes = 0;
                _writing = false;
            }

            return item is not null;
        }
    }

    private bool Start()
    {
        var start = !_writing;
        _writing = true;
        return start;
    }
}
