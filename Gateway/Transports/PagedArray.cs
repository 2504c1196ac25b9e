namespace Whisper.Gateway.Transports;

/// <summary>An array that grows in pages of 1,024 and never copies what it holds. One thread at a time may set; any may get meanwhile.</summary>
internal sealed class PagedArray<T>
    where T : struct
{
    private const int PageBits = 10;
    private const int PageSize = 1 << PageBits;

    private readonly Lock _lock = new();
    private T[][] _pages = [];

    /// <summary>Sets an element.</summary>
    public void Set(int index, T value)
    {
        lock (_lock)
        {
            while (index >> PageBits >= _pages.Length)
            {
                Volatile.Write(ref _pages, [.. _pages, new T[PageSize]]);
            }

            _pages[index >> PageBits][index & (PageSize - 1)] = value;
        }
    }

    /// <summary>Gets an element; the default when none was set there.</summary>
    public T Get(int index)
    {
        var pages = Volatile.Read(ref _pages);
        return (uint)index >> PageBits < (uint)pages.Length ? pages[index >> PageBits][index & (PageSize - 1)] : default;
    }
}
