using Whisper.Chaos.Checking;
using Whisper.Chaos.Histories;
using Xunit;

namespace Whisper.Tests.Chaos;

/// <summary>Histories made by hand: a good chat of two, to be spoiled in one way each. Times are in seconds.</summary>
internal sealed class Script
{
    private const double Second = 1e6;
    private readonly Dictionary<int, History> _people = [];

    public Script Add(int person, double at, EventKind kind, string? name = null, long n = 0, long other = 0, int peer = 0, string? said = null)
    {
        if (!_people.TryGetValue(person, out var history))
        {
            _people.Add(person, history = new History(person, "chat"));
        }

        history.Add(new HistoryEvent((long)(at * Second), kind, name, n, other, peer, said));
        return this;
    }

    public Script Shows(int person, double at, string match, long n, int from, long? called = null, string? said = null) =>
        Add(person, at, EventKind.Shown, match, n, called ?? n, from, said ?? match);

    /// <summary>Persons 1 and 2 meet in match m at 2 s; 1 says two things, which 2 is shown.</summary>
    public static Script Chat() => new Script()
        .Arrives(1).Arrives(2)
        .Add(1, 2, EventKind.Matched, "m", 1).Add(2, 2, EventKind.Matched, "m", 1)
        .Add(1, 3, EventKind.Sent, "m", 1).Add(1, 4, EventKind.Sent, "m", 2)
        .Shows(2, 3.1, "m", 1, from: 1).Shows(2, 4.1, "m", 2, from: 1)
        .Add(1, 4.3, EventKind.Delivered, "m", 2);

    /// <summary>Somebody comes and begins to search at 1 s.</summary>
    public Script Arrives(int person) => Add(person, 0.5, EventKind.Begun, $"s{person}").Add(person, 1, EventKind.Asked).Add(person, 1, EventKind.Searching, n: 1);

    public IReadOnlyList<Violation> Check(double until = 100, StoredEffects? stored = null, (double From, double To)? outage = null) =>
        HistoryChecker.Check(_people.Values, stored, new CheckRules
        {
            Until = (long)(until * Second),
            Outage = outage is var (from, to) ? ((long)(from * Second), (long)(to * Second)) : null,
        });

    public void IsClean(double until = 100, (double From, double To)? outage = null) => Assert.Empty(Check(until, outage: outage));

    public void Breaks(Promise promise, double until = 100, StoredEffects? stored = null) =>
        Assert.Equal([promise], Check(until, stored).Select(violation => violation.Promise).Distinct());

    public Figures Figures(double from, double to, double since = 0) =>
        Whisper.Chaos.Checking.Figures.Of(_people.Values, (long)(since * Second), (long)(from * Second), (long)(to * Second), new CheckRules());
}
