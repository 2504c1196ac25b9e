using Microsoft.Extensions.Logging;

namespace Whisper.Grains.Matching;

/// <summary>A durable alarm made of an Orleans reminder. Table writes happen in the background, one at a time, and only the newest wish counts.</summary>
internal sealed class ReminderWakeUp(Grain grain, TimeProvider time, ILogger logger) : IWakeUp
{
    /// <summary>Name of the bucket's one reminder.</summary>
    public const string Name = "wake-up";

    // The shortest period that Orleans allows by default; the due time is what matters here.
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private DateTimeOffset? _wanted;
    private bool _changed;
    private bool _writing;
    private bool _closed;

    public void Arm(TimeSpan due) => Want(time.GetUtcNow() + due);

    public void Disarm() => Want(null);

    /// <summary>The activation ends, and cannot write any more: whoever brings the bucket back has it armed anew.</summary>
    public void Close() => _closed = true;

    private void Want(DateTimeOffset? at)
    {
        _wanted = at;
        _changed = true;
        if (!_writing)
        {
            _writing = true;
            WriteWishes().Ignore();
        }
    }

    private async Task WriteWishes()
    {
        try
        {
            while (_changed && !_closed)
            {
                _changed = false;
                try
                {
                    await Write(_wanted);
                }
                catch (Exception error) when (!_closed)
                {
                    MatchingLog.ReminderWriteFailed(logger, error);
                    _changed = true;
                    await Task.Delay(RetryAfter, time);
                }
            }
        }
        finally
        {
            _writing = false;
        }
    }

    private async Task Write(DateTimeOffset? at)
    {
        if (at is { } due)
        {
            var left = due - time.GetUtcNow();
            await grain.RegisterOrUpdateReminder(Name, left > TimeSpan.Zero ? left : TimeSpan.Zero, Period);
        }
        else if (await grain.GetReminder(Name) is { } reminder)
        {
            await grain.UnregisterReminder(reminder);
        }
    }
}
