using Whisper.Gateway.Protocol;
using Whisper.Gateway.Transports.WebSockets;
using Xunit;

namespace Whisper.Tests.Gateway.Transports;

public sealed class OutboundQueueTests
{
    private readonly OutboundQueue _queue = new(maxFrames: 3, maxBytes: 100);

    [Fact]
    public void TryAdd_StartsTheWriterOnceUntilItStops()
    {
        Assert.True(_queue.TryAdd(new byte[1], out var start));
        Assert.True(start);
        Assert.True(_queue.TryAdd(new byte[1], out start));
        Assert.False(start);
        Assert.Equal([OutboundKind.Text, OutboundKind.Text], TakeAll());
        Assert.True(_queue.TryAdd(new byte[1], out start));
        Assert.True(start);
    }

    [Fact]
    public void TryAdd_BeyondTheFrames_IsRefused()
    {
        Assert.All(Enumerable.Range(0, 3), _ => Assert.True(_queue.TryAdd(new byte[1], out var _)));
        Assert.False(_queue.TryAdd(new byte[1], out _));
        Assert.True(_queue.TryTake(out _));
        Assert.True(_queue.TryAdd(new byte[1], out _));
    }

    [Fact]
    public void TryAdd_BeyondTheBytes_IsRefused()
    {
        Assert.True(_queue.TryAdd(new byte[60], out _));
        Assert.False(_queue.TryAdd(new byte[41], out _));
        Assert.True(_queue.TryAdd(new byte[40], out _));
        TakeAll();
        Assert.True(_queue.TryAdd(new byte[100], out _));
    }

    [Fact]
    public void TryClose_ComesLastAndOnce()
    {
        _queue.TryAdd(new byte[1], out _);
        Assert.True(_queue.TryClose(CloseCode.Drain, out _));
        Assert.False(_queue.TryClose(CloseCode.Silent, out _));
        Assert.True(_queue.TryAdd(new byte[1], out _));
        _queue.AddPing();
        Assert.Equal([OutboundKind.Text, OutboundKind.Close], TakeAll());
    }

    [Fact]
    public void TryClose_OfASlowReader_DropsWhatWaits()
    {
        _queue.TryAdd(new byte[1], out _);
        _queue.TryClose(CloseCode.SlowReader, out _);
        Assert.Equal([OutboundKind.Close], TakeAll());
    }

    [Fact]
    public void AddPing_Twice_IsOne()
    {
        Assert.True(_queue.AddPing());
        Assert.False(_queue.AddPing());
        Assert.Equal([OutboundKind.Ping], TakeAll());
    }

    private List<OutboundKind> TakeAll()
    {
        var kinds = new List<OutboundKind>();
        while (_queue.TryTake(out var item))
        {
            kinds.Add(item.Value.Kind);
        }

        return kinds;
    }
}
