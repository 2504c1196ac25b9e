using Orleans.Streams;

namespace Whisper.Streaming.Nats.Queues;

/// <summary>
/// How far one consumer is in the events of its stream. It stays at an event that failed until that is delivered or dead, so that
/// order holds; meanwhile other streams go on.
/// </summary>
internal sealed class LaneCursor(EventCache cache, Lane lane) : IQueueCacheCursor
{
    private LinkedListNode<HeldEvent>? _current;
    private bool _failed;

    /// <summary>Everything before it is passed.</summary>
    public long Place { get; private set; }

    /// <summary>Set while it waits to try an event again.</summary>
    public HeldEvent? Retrying => _failed ? _current?.Value : null;

    public IBatchContainer? GetCurrent(out Exception? exception)
    {
        exception = null;
        return _current?.Value.Batch;
    }

    public bool MoveNext()
    {
        if (_current is { Value: var current })
        {
            if (_failed && current.DeadReason is null)
            {
                if (cache.Now < current.Due)
                {
                    return false;
                }

                _failed = false;
                return true;
            }

            if (!_failed)
            {
                current.Delivered = true;
                cache.Delivered();
            }

            Place = current.Ordinal + 1;
            _failed = false;
            _current = null;
            cache.Progressed(lane);
        }

        _current = lane.From(Place);
        Place = _current?.Value.Ordinal ?? lane.End;
        return _current is not null;
    }

    // the next MoveNext looks for what is new
    public void Refresh(StreamSequenceToken token)
    {
    }

    public void RecordDeliveryFailure()
    {
        if (_current is { Value: var current })
        {
            _failed = true;
            cache.Failed(current, "no consumer could handle it");
            cache.Awaits(lane);
        }
    }

    public void Dispose()
    {
        lane.Close(this);
        cache.Closed(lane);
    }
}
