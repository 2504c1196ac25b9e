namespace Whisper.Chaos.Histories;

/// <summary>What one person saw, in the order in which they saw it.</summary>
/// <param name="person">Their number, from 1.</param>
/// <param name="role">What they were made for: <c>chat</c>, <c>join</c> or a fault's own.</param>
public sealed class History(int person, string role)
{
    private readonly List<HistoryEvent> _events = [];

    /// <summary>Their number, from 1.</summary>
    public int Person => person;

    /// <summary>What they were made for.</summary>
    public string Role => role;

    /// <summary>Everything that happened.</summary>
    public IReadOnlyList<HistoryEvent> Events => _events;

    /// <summary>Writes something down.</summary>
    public void Add(HistoryEvent happened) => _events.Add(happened);

    /// <summary>What it is by now; the original goes on.</summary>
    public History Copy()
    {
        var copy = new History(person, role);
        copy._events.AddRange(_events);
        return copy;
    }

    /// <summary>The session that they had last; empty before the first greeting.</summary>
    public string Session => _events.LastOrDefault(happened => happened.Kind is EventKind.Begun or EventKind.Resumed).Name ?? "";
}
