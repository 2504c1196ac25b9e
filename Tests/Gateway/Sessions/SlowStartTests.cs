using Microsoft.Extensions.Time.Testing;
using Whisper.Gateway.Sessions;
using Whisper.Tests.Support;
using Xunit;

namespace Whisper.Tests.Gateway.Sessions;

/// <summary>A gateway that has just started asks little at once.</summary>
public sealed class SlowStartTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<TaskCompletionSource> _asked = [];
    private readonly SlowStart _slowStart;

    public SlowStartTests() => _slowStart = new(_time);

    [Fact]
    public void AtFirst_MoreThanTheWindow_Wait()
    {
        Ask(SlowStart.FirstWindow + 3);

        Assert.Equal(SlowStart.FirstWindow, Count);
    }

    [Fact]
    public async Task AQuickAnswer_LetsTwoIn()
    {
        Ask(SlowStart.FirstWindow + 3);

        _asked[0].SetResult();

        await Eventually.True(() => Count == SlowStart.FirstWindow + 2, "one for the answer, and one more");
    }

    [Fact]
    public async Task AFailure_LetsOneIn_AndIsTold()
    {
        var first = Ask(1);
        Ask(SlowStart.FirstWindow + 3);

        _asked[0].SetException(new InvalidOperationException());

        await Assert.ThrowsAsync<InvalidOperationException>(() => first[0]);
        await Eventually.True(() => Count == SlowStart.FirstWindow + 1, "one for the failure");
    }

    [Fact]
    public async Task ACallThatIsNotAnswered_DoesNotKeepTheNextOneWaiting()
    {
        Ask(2 * SlowStart.FirstWindow);

        _time.Advance(SlowStart.Quick);

        await Eventually.True(() => Count == 2 * SlowStart.FirstWindow, "a second window's worth");
    }

    [Fact]
    public async Task WhoseTurnDoesNotCome_IsTold()
    {
        Ask(SlowStart.FirstWindow);
        var late = Ask(100 * SlowStart.FirstWindow)[^1];

        while (!late.IsCompleted)
        {
            _time.Advance(SlowStart.Quick);
            await Task.Yield();
        }

        await Assert.ThrowsAsync<CallFailedException>(() => late);
    }

    [Fact]
    public async Task AfterEnoughQuickAnswers_NobodyWaits()
    {
        for (var i = SlowStart.FirstWindow; i < SlowStart.OpenWindow; i++)
        {
            var answered = Ask(1)[0];
            _asked[^1].SetResult();
            await answered;
        }

        var before = Count;
        Ask(10 * SlowStart.OpenWindow);

        Assert.Equal(before + (10 * SlowStart.OpenWindow), Count);
    }

    private int Count
    {
        get
        {
            lock (_asked)
            {
                return _asked.Count;
            }
        }
    }

    private Task[] Ask(int count) => [.. Enumerable.Range(0, count).Select(_ => _slowStart.Run(() =>
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_asked)
        {
            _asked.Add(asked);
        }

        return asked.Task;
    }))];
}
