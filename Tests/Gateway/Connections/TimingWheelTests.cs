using Whisper.Gateway.Connections;
using Whisper.Gateway.Transports;
using Xunit;

namespace Whisper.Tests.Gateway.Connections;

public sealed class TimingWheelTests
{
    private static readonly ConnectionId Somebody = new(1, 1);

    private readonly TimingWheel _wheel = new(tickMs: 100, slots: 8);
    private readonly List<(long At, WheelEntry Entry)> _reminders = [];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(750)]
    [InlineData(800)]
    [InlineData(801)]
    [InlineData(12_345)]
    public void Advance_RemindsOnceWithinATickOfTheTime(long dueMs)
    {
        _wheel.Schedule(Somebody, WheelTask.Life, dueMs);
        TurnTo(15_000);
        var (at, entry) = Assert.Single(_reminders);
        Assert.Equal(Somebody, entry.Connection);
        Assert.InRange(at, dueMs, Math.Max(dueMs, 1) + 100);
    }

    [Fact]
    public void Advance_ManyReminders_LosesAndRepeatsNone()
    {
        for (var i = 0; i < 5_000; i++)
        {
            _wheel.Schedule(new ConnectionId(i, 1), WheelTask.Typing, i * 7 % 9_000);
        }

        TurnTo(10_000);
        Assert.Equal(5_000, _reminders.Select(reminder => reminder.Entry.Connection.Slot).Distinct().Count());
        Assert.Equal(5_000, _reminders.Count);
    }

    [Fact]
    public void Advance_OverAGap_CatchesUp()
    {
        _wheel.Schedule(Somebody, WheelTask.Life, 300);
        _wheel.Schedule(Somebody, WheelTask.Life, 5_000);
        _wheel.Advance(60_000, entry => _reminders.Add((60_000, entry)));
        Assert.Equal([300, 5_000], _reminders.Select(reminder => reminder.Entry.DueMs));
    }

    [Fact]
    public void Schedule_FromWithinAReminder_IsForALaterTick()
    {
        var count = 0;
        _wheel.Schedule(Somebody, WheelTask.Life, 100);
        _wheel.Advance(1_000, entry =>
        {
            count++;
            _wheel.Schedule(Somebody, WheelTask.Life, entry.DueMs);
        });
        Assert.Equal(10, count);
    }

    private void TurnTo(long endMs)
    {
        for (var now = 0L; now <= endMs; now += 50)
        {
            var at = now;
            _wheel.Advance(now, entry => _reminders.Add((at, entry)));
        }
    }
}
