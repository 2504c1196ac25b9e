using Whisper.Gateway.Transports.Epoll;
using Xunit;

namespace Whisper.Tests.Gateway.Transports.Epoll;

public sealed class SlotTableTests
{
    private readonly SlotTable _slots = new();

    [Fact]
    public void Take_AfterItsSlotWasFreed_IsAnotherUser()
    {
        var first = _slots.Take(10, loop: 1, listener: 2);
        var generation = _slots[first].Generation;
        Assert.NotEqual(0, generation);
        Assert.True(_slots.Has(first, generation));
        _slots.Free(first);
        Assert.False(_slots.Has(first, generation));
        Assert.Equal(first, _slots.Take(11, 0, 0));
        Assert.False(_slots.Has(first, generation));
        Assert.Equal((11, Phase.Handshake, 1), (_slots[first].Descriptor, _slots[first].Phase, _slots.Count));
    }

    [Fact]
    public void Take_ManyAtOnceFromManyThreads_GivesEachItsOwn()
    {
        Parallel.For(0, 20_000, i =>
        {
            var index = _slots.Take(i, 0, 0);
            Assert.Equal(i, _slots[index].Descriptor);
            if (i % 2 == 0)
            {
                _slots.Free(index);
            }
        });
        Assert.Equal(10_000, _slots.Count);
        Assert.Equal(10_000, Enumerable.Range(0, _slots.End).Count(index => _slots[index].Phase != Phase.Free));
    }

    [Fact]
    public void Rent_GivesBackWhatWasReturnedAndCountsTheRest()
    {
        var pool = new BufferPool();
        var buffer = pool.Rent(3_000);
        Assert.Equal((4_096, 1), (buffer.Length, pool.Out));
        pool.Return(buffer);
        Assert.Same(buffer, pool.Rent(4_096));
        Assert.NotSame(buffer, pool.Rent(4_096));
        Assert.Equal(2, pool.Out);
        Assert.Throws<ArgumentOutOfRangeException>(() => pool.Rent(BufferPool.Largest + 1));
    }
}
