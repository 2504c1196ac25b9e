using Whisper.Gateway.Connections;
using Whisper.Gateway.Protocol;
using Whisper.Gateway.Transports;
using Xunit;

namespace Whisper.Tests.Gateway.Connections;

public sealed class ConnectionTableTests
{
    private readonly ConnectionTable _table = new();

    [Fact]
    public void Find_AfterItsSlotWasUsedAgain_FindsTheNewOneAlone()
    {
        var first = _table.Add(New());
        Assert.True(_table.Remove(first));
        var second = _table.Add(New());
        Assert.Equal(first.Slot, second.Slot);
        Assert.Null(_table.Find(first));
        Assert.Equal(second, _table.Find(second)?.Id);
        Assert.False(_table.Remove(first));
        Assert.Equal(1, _table.Count);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1_000_000)]
    public void Find_ASlotThatNobodyHas_FindsNothing(int slot) => Assert.Null(_table.Find(new ConnectionId(slot, 1)));

    [Fact]
    public void Add_ManyAtOnceFromManyThreads_GivesEachItsOwnPlace()
    {
        var ids = new System.Collections.Concurrent.ConcurrentBag<ConnectionId>();
        Parallel.For(0, 10_000, i =>
        {
            var id = _table.Add(New());
            ids.Add(id);
            if (i % 3 == 0)
            {
                Assert.True(_table.Remove(id));
            }
        });
        Assert.Equal(10_000, ids.Distinct().Count());
        Assert.Equal(_table.Count, _table.All().Count());
        Assert.All(_table.All(), connection => Assert.Same(connection, _table.Find(connection.Id)));
    }

    private static Connection New() => new(new NoTransport(), default, 0);

    private sealed class NoTransport : ITransport
    {
        public bool Send(ConnectionId id, ReadOnlySpan<byte> utf8) => true;

        public void Ping(ConnectionId id)
        {
        }

        public void Close(ConnectionId id, CloseCode code)
        {
        }

        public void Pause(ConnectionId id)
        {
        }

        public void Resume(ConnectionId id)
        {
        }
    }
}
