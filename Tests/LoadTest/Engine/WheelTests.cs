using Whisper.LoadTest.Engine;
using Xunit;

namespace Whisper.Tests.LoadTest.Engine;

public sealed class WheelTests
{
    private const long Start = 1_000_000_000;

    private readonly Wheel _wheel = new(Start);
    private readonly List<(int Who, long At)> _due = [];

    [Fact]
    public void Reminders_OfAnyDelay_ComeOnceAndNeverEarly()
    {
        var random = new Random(1);
        long[] delays = [.. Enumerable.Range(0, 2_000).Select(_ => random.NextInt64(0, 30 * Clock.Second))];
        for (var i = 0; i < delays.Length; i++)
        {
            _wheel.Remind(Start + delays[i], i, 1, 1);
        }

        for (var now = Start; now <= Start + (31 * Clock.Second); now += random.NextInt64(1, 40 * Clock.Millisecond))
        {
            Turn(now);
        }

        Assert.Equal(delays.Length, _due.Select(due => due.Who).Distinct().Count());
        Assert.Equal(delays.Length, _due.Count);
        Assert.All(_due, due => Assert.InRange(due.At - Start - delays[due.Who], 0, 41 * Clock.Millisecond));
        Assert.Equal(0, _wheel.Count);
    }

    [Fact]
    public void Reminder_SetByOneThatIsDue_ComesLater()
    {
        var turns = 0;
        void Again(int who, byte kind, ushort epoch)
        {
            turns++;
            _wheel.Remind(Start, who, kind, epoch);
        }

        _wheel.Remind(Start, 1, 1, 1);
        for (var now = Start; now <= Start + (10 * Clock.Millisecond); now += Clock.Millisecond)
        {
            _wheel.Turn(now, Again);
        }

        Assert.Equal(10, turns);
    }

    [Fact]
    public void Next_IsNoLaterThanWhatIsDue()
    {
        Assert.Equal(Start + Clock.Second, _wheel.Next(Start));
        _wheel.Remind(Start + (300 * Clock.Millisecond), 1, 1, 1);
        Assert.Equal(Start + (300 * Clock.Millisecond), _wheel.Next(Start));
    }

    private void Turn(long now) => _wheel.Turn(now, (who, _, _) => _due.Add((who, now)));
}
