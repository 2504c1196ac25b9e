namespace Whisper.Gateway.Transports;

/// <summary>A queue in pages of 128: it grows and shrinks without copying, and leaves no large arrays behind.</summary>
internal sealed class PagedQueue<T>
    where T : struct
{
    private const int PageSize = 128;

    private Page? _first;
    private Page? _last;
    private Page? _spare;
    private int _readAt;
    private int _writeAt;

    /// <summary>Adds at the end.</summary>
    public void Enqueue(T item)
    {
        if (_last is null || _writeAt == PageSize)
        {
            var page = _spare ?? new Page();
            _spare = null;
            _first ??= page;
            _last?.Next = page;
            _last = page;
            _writeAt = 0;
        }

        _last.Items[_writeAt++] = item;
    }

    /// <summary>Looks at the first; false when there is none.</summary>
    public bool TryPeek(out T item)
    {
        var any = _first is not null;
        item = any ? _first!.Items[_readAt] : default;
        return any;
    }

    /// <summary>Takes the first, which there must be.</summary>
    public T Dequeue()
    {
        var page = _first ?? throw new InvalidOperationException("The queue is empty.");
        var item = page.Items[_readAt++];
        if (_readAt == (page == _last ? _writeAt : PageSize))
        {
            _readAt = 0;
            _first = page.Next;
            page.Next = null;
            _spare = page;
            if (_first is null)
            {
                _last = null;
            }
        }

        return item;
    }

    private sealed class Page
    {
        public readonly T[] Items = new T[PageSize];
        public Page? Next;
    }
}
