namespace Whisper.Grains.Matching;

/// <summary>
/// An array that grows a page at a time: never more than a page of slack, and no pause in which millions of entries are copied.
/// New entries are zero.
/// </summary>
internal sealed class PagedArray<T>(int pageBits)
    where T : struct
{
    private readonly int _pageMask = (1 << pageBits) - 1;
    private T[][] _pages = [];
    private int _pageCount;

    /// <summary>How many entries exist.</summary>
    public int Length => _pageCount << pageBits;

    /// <summary>The entry at <paramref name="index"/>; the reference stays good while the array grows.</summary>
    public ref T this[int index] => ref _pages[index >> pageBits][index & _pageMask];

    /// <summary>Makes every index below <paramref name="length"/> exist.</summary>
    public void EnsureLength(int length)
    {
        while (Length < length)
        {
            if (_pageCount == _pages.Length)
            {
                Array.Resize(ref _pages, Math.Max(4, _pageCount * 2));
            }

            _pages[_pageCount++] = new T[1 << pageBits];
        }
    }
}
