using CsCheck;
using Whisper.Gateway.Transports.Epoll;
using Xunit;

namespace Whisper.Tests.Gateway.Transports.Epoll;

public sealed class OutgoingTests
{
    private readonly BufferPool _pool = new();

    [Fact]
    public void Next_WhateverGoesOutAtATime_IsWhatWasAddedInOrder() => Gen.Select(Gen.Byte.Array[1, 9_000].Array[1, 6], Gen.Int[1, 5_000]).Sample((frames, atATime) =>
    {
        var queue = new Outgoing(_pool);
        foreach (var frame in frames)
        {
            queue.Add(frame.AsSpan(0, 1), frame.AsSpan(1));
        }

        Assert.Equal((frames.Length, frames.Sum(frame => frame.Length)), (queue.Frames, queue.Bytes));
        Assert.Equal(frames.SelectMany(frame => frame), Drain(queue, atATime));
        Assert.Equal((0, 0, 0), (queue.Frames, queue.Bytes, _pool.Out));
    }, threads: 1);

    [Fact]
    public void Add_OfWhatIsPartlyOut_KeepsTheRest()
    {
        var queue = new Outgoing(_pool);
        queue.Add([1, 2], [3, 4, 5], sent: 3);
        queue.Add([6], []);
        Assert.Equal(2, queue.Frames);
        Assert.Equal([4, 5, 6], Drain(queue, 2));
    }

    [Fact]
    public void DropUnsent_KeepsOnlyTheRestOfAFrameThatHasBegun()
    {
        var queue = new Outgoing(_pool);
        var large = Enumerable.Range(0, 9_000).Select(i => (byte)i).ToArray();
        queue.Add([], large);
        queue.Add([1], [2]);
        queue.Sent(4_096);
        queue.DropUnsent();
        queue.Add([7], [8]);
        Assert.Equal(2, queue.Frames);
        Assert.Equal([.. large.AsSpan(4_096), 7, 8], Drain(queue, 10_000));
        Assert.Equal(0, _pool.Out);

        queue.Add([1], [2]);
        queue.DropUnsent();
        Assert.Equal((0, 0, 0), (queue.Frames, queue.Bytes, _pool.Out));
    }

    [Fact]
    public void DropUnsent_OfWhatIsPartlyOutFromTheStart_KeepsItsRest()
    {
        var queue = new Outgoing(_pool);
        queue.Add([1, 2], [3, 4, 5], sent: 3);
        queue.Add([6], []);
        queue.DropUnsent();
        queue.Add([9], []);
        Assert.Equal([4, 5, 9], Drain(queue, 10));
    }

    [Fact]
    public void Release_GivesEveryBufferBack()
    {
        var queue = new Outgoing(_pool);
        queue.Add([1], new byte[50_000]);
        Assert.NotEqual(0, _pool.Out);
        queue.Release();
        Assert.Equal(0, _pool.Out);
    }

    private static List<byte> Drain(Outgoing queue, int atATime)
    {
        var sent = new List<byte>();
        while (!queue.Next.IsEmpty)
        {
            var part = queue.Next[..Math.Min(queue.Next.Length, atATime)].ToArray();
            sent.AddRange(part);
            queue.Sent(part.Length);
        }

        return sent;
    }
}
