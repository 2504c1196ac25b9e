namespace Whisper.Hosting;

/// <summary>Keeps a trouble that goes on from filling the log: it is told when it begins, and then once a minute. For one caller at a time.</summary>
public sealed class SpokenOnce(TimeProvider time)
{
    private static readonly TimeSpan Again = TimeSpan.FromMinutes(1);

    private long? _spokenAt;

    /// <summary>Whether to tell of the trouble now.</summary>
    public bool MaySpeak()
    {
        if (_spokenAt is { } at && time.GetElapsedTime(at) < Again)
        {
            return false;
        }

        _spokenAt = time.GetTimestamp();
        return true;
    }

    /// <summary>It is over; true when it had been told of. The next one is told at once.</summary>
    public bool Over()
    {
        var wasTold = _spokenAt is not null;
        _spokenAt = null;
        return wasTold;
    }
}
