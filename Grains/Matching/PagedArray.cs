using System.Runtime.CompilerServices;

namespace Whisper.Grains.Matching;

/// <summary>
/// An array that grows a page at a time: never more than a page of slack, and no pause in which millions of entries are copied.
/// The first page begins small and doubles, because most matchers are small. New entries are zero.
/// </summary>
internal sealed class PagedArray<T>(int pageBits)
    where T : struct
{
    private const int FirstLength = 16;

    private readonly int _pageMask = (1 << pageBits) - 1;
    private T[][] _pages = [[]];
    private int _pageCount = 1;

    /// <summary>How many entries exist.</summary>
    public int Length => _pageCount == 1 ? _pages[0].Length : _pageCount << pageBits;

    /// <summary>The entry at <paramref name="index"/>; the reference is good until the array grows.</summary>
    public ref T this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _pages[index >> pageBits][index & _pageMask];
    }

    /// <summary>Makes every index below <paramref name="length"/> exist.</summary>
    public void EnsureLength(int length)
    {
        while (Length < length)
        {
            if (_pages[0].Length <= _pageMask)
            {
                Array.Resize(ref _pages[0], Math.Max(FirstLength, _pages[0].Length * 2));
                continue;
            }

            if (_pageCount == _pages.Length)
            {
                Array.Resize(ref _pages, _pageCount * 2);
            }

            _pages[_pageCount++] = new T[1 << pageBits];
        }
    }
}
