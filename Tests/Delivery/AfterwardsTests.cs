using Whisper.Delivery;
using Xunit;

namespace Whisper.Tests.Delivery;

public sealed class AfterwardsTests
{
    [Fact]
    public void WhatIsPutOff_IsDoneOnceAtTheEndOfTheOutermost_ByItsThread()
    {
        var done = new List<(string Name, Thread By)>();
        using (Afterwards.Begin())
        {
            using (Afterwards.Begin())
            {
                Afterwards.Do(new Work(() => done.Add(("first", Thread.CurrentThread))));
            }

            Afterwards.Do(new Work(() => done.Add(("second", Thread.CurrentThread))));
            Assert.Empty(done);
        }

        Assert.Equal([("first", Thread.CurrentThread), ("second", Thread.CurrentThread)], done);
    }

    [Fact]
    public void WhatItGivesRiseTo_IsDoneToo()
    {
        var done = new List<string>();
        using (Afterwards.Begin())
        {
            Afterwards.Do(new Work(() =>
            {
                done.Add("first");
                Afterwards.Do(new Work(() => done.Add("second")));
            }));
        }

        Assert.Equal(["first", "second"], done);
    }

    [Fact]
    public async Task WhereNothingIsPutOff_ThePoolDoesItAtOnce()
    {
        var by = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() => Afterwards.Do(new Work(() => by.SetResult(Thread.CurrentThread.IsThreadPoolThread)))).Start();
        Assert.True(await by.Task);
    }

    [Fact]
    public void WorkThatFails_LeavesTheThreadAsItWas()
    {
        Assert.Throws<InvalidOperationException>(() =>
        {
            using var batch = Afterwards.Begin();
            Afterwards.Do(new Work(() => throw new InvalidOperationException()));
        });
        var done = false;
        using (Afterwards.Begin())
        {
            Afterwards.Do(new Work(() => done = true));
            Assert.False(done);
        }

        Assert.True(done);
    }

    private sealed class Work(Action action) : IThreadPoolWorkItem
    {
        public void Execute() => action();
    }
}
