using Whisper.LoadTest.Engine;
using Whisper.LoadTest.People;
using Xunit;

namespace Whisper.Tests.LoadTest.People;

public sealed class DrawingTests
{
    private readonly Random _random = new(1);

    [Fact]
    public void Interests_AreDifferentAndAsManyAsWanted()
    {
        var vocabulary = new Vocabulary(6, 1, 2, 5);
        var counts = new HashSet<int>();
        for (var i = 0; i < 1_000; i++)
        {
            var drawn = vocabulary.Draw(_random, new byte[5][]).ToArray();
            Assert.Equal(drawn.Length, drawn.Distinct().Count());
            counts.Add(drawn.Length);
        }

        Assert.Equal([2, 3, 4, 5], counts.Order());
    }

    [Theory]
    [InlineData(0, 0.9, 1.1)]
    [InlineData(1, 45, 55)]
    public void Interests_ArePreferredByZipfsLaw(double exponent, double least, double most)
    {
        var vocabulary = new Vocabulary(50, exponent, 2, 2);
        var counts = new Dictionary<string, int>();
        for (var i = 0; i < 100_000; i++)
        {
            // of two that must differ only the first is drawn freely
            var first = System.Text.Encoding.ASCII.GetString(vocabulary.Draw(_random, new byte[5][])[0]);
            counts[first] = counts.GetValueOrDefault(first) + 1;
        }

        Assert.InRange(counts["interest 1"] / (double)counts["interest 50"], least * 0.85, most * 1.15);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Arrivals_KeepTheirRate_WhateverIsTakenWhen(bool isPoisson)
    {
        var arrivals = new Arrivals(_random, isPoisson);
        arrivals.Set(500, 0);
        var taken = 0;
        var last = 0L;

        // nobody looks for a while, as when a program is stalled: the times stay what they were to be
        foreach (var now in (long[])[Clock.Second, 7 * Clock.Second, 20 * Clock.Second])
        {
            while (arrivals.TryTake(now, out var intended))
            {
                Assert.InRange(intended, last, now);
                last = intended;
                taken++;
            }
        }

        Assert.InRange(taken, isPoisson ? 9_500 : 9_999, isPoisson ? 10_500 : 10_001);
    }

    [Fact]
    public void EvenArrivals_OfSeveralWorkers_DoNotComeTogether()
    {
        var first = Enumerable.Range(0, 50).Select(_ =>
        {
            var arrivals = new Arrivals(_random, isPoisson: false);
            arrivals.Set(1, 0);
            return arrivals.Next;
        }).ToList();
        Assert.All(first, at => Assert.InRange(at, 0, Clock.Second));
        Assert.True(first.Max() - first.Min() > Clock.Second / 2);
    }

    [Fact]
    public void Arrivals_OfRateZero_DoNotCome()
    {
        var arrivals = new Arrivals(_random, isPoisson: true);
        Assert.False(arrivals.TryTake(long.MaxValue - 1, out _));
        arrivals.Set(10, 0);
        arrivals.Set(0, 5);
        Assert.Equal(long.MaxValue, arrivals.Next);
    }

    [Fact]
    public void Pool_DrawsOnlyThoseThatAreIn()
    {
        var pool = new Pool(10);
        for (var who = 0; who < 10; who++)
        {
            pool.Add(who);
            pool.Add(who);
        }

        foreach (var who in (int[])[0, 9, 4, 4])
        {
            pool.Remove(who);
        }

        Assert.Equal(7, pool.Count);
        Assert.Equal([1, 2, 3, 5, 6, 7, 8], Enumerable.Range(0, 1_000).Select(_ => pool.Draw(_random)).Distinct().Order());
    }
}
