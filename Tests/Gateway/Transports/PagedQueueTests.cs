using CsCheck;
using Whisper.Gateway.Transports;
using Xunit;

namespace Whisper.Tests.Gateway.Transports;

public sealed class PagedQueueTests
{
    [Fact]
    public void AnyTurnsOfAddingAndTaking_KeepTheOrder() => Gen.Int[0, 400].Array[1, 20].Sample(turns =>
    {
        var (queue, model) = (new PagedQueue<int>(), new Queue<int>());
        for (var turn = 0; turn < turns.Length; turn++)
        {
            for (var i = 0; i < turns[turn]; i++)
            {
                if (turn % 2 == 0)
                {
                    queue.Enqueue(i);
                    model.Enqueue(i);
                }
                else if (model.TryDequeue(out var expected))
                {
                    Assert.True(queue.TryPeek(out var first));
                    Assert.Equal((expected, expected), (first, queue.Dequeue()));
                }
            }
        }

        Assert.Equal(model.Count > 0, queue.TryPeek(out _));
    });

    [Fact]
    public void PagedArray_GrowsWhereItIsSet()
    {
        var array = new PagedArray<int>();
        array.Set(5_000, 7);
        Assert.Equal((7, 0, 0, 0), (array.Get(5_000), array.Get(0), array.Get(1_000_000), array.Get(-1)));
    }
}
