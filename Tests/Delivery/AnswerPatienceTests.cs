using Microsoft.Extensions.Time.Testing;
using Whisper.Delivery;
using Whisper.Tests.Support;
using Xunit;

namespace Whisper.Tests.Delivery;

/// <summary>Silence is given little time, answers what they take.</summary>
public sealed class AnswerPatienceTests
{
    private static readonly TimeSpan Usual = TimeSpan.FromMilliseconds(400);

    private readonly FakeTimeProvider _time = new();
    private readonly AnswerPatience _patience;

    public AnswerPatienceTests() => _patience = new(_time, Usual, TimeSpan.FromSeconds(3));

    [Fact]
    public async Task Silence_IsGivenTwiceTheTime_UpToItsBound()
    {
        foreach (var seconds in (double[])[0.4, 0.8, 1.6, 3, 3])
        {
            Assert.Equal(TimeSpan.FromSeconds(seconds), _patience.Now);
            await NoAnswer();
        }

        await Wait(Task.CompletedTask);
        Assert.Equal(Usual, _patience.Now);
    }

    [Fact]
    public async Task AnswerThatComesLate_CountsForTheNext_AndFades()
    {
        var late = new TaskCompletionSource();
        await NoAnswer(late.Task);
        _time.Advance(TimeSpan.FromSeconds(4) - Usual);
        late.SetResult();
        await Eventually.True(() => _patience.Now == TimeSpan.FromSeconds(8), "it is given twice what it took");

        await Wait(Task.CompletedTask);
        Assert.Equal(TimeSpan.FromSeconds(7.2), _patience.Now);
        for (var answers = 0; answers < 40; answers++)
        {
            await Wait(Task.CompletedTask);
        }

        Assert.Equal(Usual, _patience.Now);
    }

    [Fact]
    public async Task AnswerInTime_IsGivenTwiceWhatItTook_ButNotForEver()
    {
        await Answer(TimeSpan.FromMilliseconds(390));
        Assert.Equal(TimeSpan.FromMilliseconds(780), _patience.Now);
        foreach (var _ in Enumerable.Range(0, 10))
        {
            await Answer(_patience.Now - TimeSpan.FromMilliseconds(1));
        }

        Assert.Equal(AnswerPatience.Longest, _patience.Now);
    }

    [Fact]
    public async Task WithoutAnswers_WhatTheyTookIsForgotten()
    {
        await Answer(TimeSpan.FromMilliseconds(390));
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.InRange(_patience.Now.TotalMilliseconds, 551, 552);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(Usual, _patience.Now);
    }

    [Fact]
    public async Task FailureThatComesLate_SaysNothing()
    {
        var late = new TaskCompletionSource();
        await NoAnswer(late.Task);
        _time.Advance(TimeSpan.FromSeconds(4));
        late.SetException(new InvalidOperationException());
        await Wait(Task.CompletedTask);
        Assert.Equal(Usual, _patience.Now);
    }

    [Fact]
    public async Task CallThatFails_Fails() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => Wait(Task.FromException(new InvalidOperationException())));

    private Task Wait(Task answer) => _patience.Wait(answer, TestContext.Current.CancellationToken);

    private async Task NoAnswer(Task? answer = null)
    {
        var wait = Wait(answer ?? new TaskCompletionSource().Task);
        _time.Advance(_patience.Now);
        await Assert.ThrowsAsync<TimeoutException>(() => wait);
    }

    private async Task Answer(TimeSpan after)
    {
        var answer = new TaskCompletionSource();
        var wait = Wait(answer.Task);
        _time.Advance(after);
        answer.SetResult();
        await wait;
    }
}
