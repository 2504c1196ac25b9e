using Whisper.Chaos.Histories;

namespace Whisper.Chaos.Checking;

/// <summary>A time without a connection.</summary>
/// <param name="From">Its beginning.</param>
/// <param name="Retry">When the first attempt to come back began; null when there was none.</param>
/// <param name="To">When the person was greeted again; <see cref="long.MaxValue"/> when never.</param>
internal sealed record Absence(long From, long? Retry, long To);

/// <summary>A search as the person saw it.</summary>
/// <param name="AskedAt">When it was asked for.</param>
internal sealed record Search(long AskedAt)
{
    /// <summary>When it began by the server's account; null when it was never told of.</summary>
    public long? From { get; set; }

    /// <summary>When its second tier was told first.</summary>
    public long? Tier2At { get; set; }

    /// <summary>How it ended: each time that it did.</summary>
    public List<HistoryEvent> Ends { get; } = [];
}

/// <summary>One person's part of a match.</summary>
/// <param name="Person">Who.</param>
/// <param name="Match">Which.</param>
/// <param name="From">When they were told of it.</param>
internal sealed record Side(int Person, string Match, long From)
{
    /// <summary>When each of their messages was meant to be sent; the first is number 1.</summary>
    public List<long> Sent { get; } = [];

    /// <summary>What they were shown.</summary>
    public List<HistoryEvent> Shown { get; } = [];

    /// <summary>The highest number that they saw delivered.</summary>
    public long Delivered { get; set; }

    /// <summary>When they wanted to leave.</summary>
    public long? LeavingAt { get; set; }

    /// <summary>How it ended.</summary>
    public HistoryEvent? End { get; set; }

    /// <summary>When it was over for them: it ended, or they found themselves in another one, or went for good.</summary>
    public long To { get; set; } = long.MaxValue;
}

/// <summary>A history, read.</summary>
internal sealed class Story
{
    private readonly Dictionary<string, Side> _sides = [];
    private readonly List<Search> _searches = [];
    private readonly List<Absence> _absences = [];
    private bool _greeted;

    private Story(History history) => History = history;

    /// <summary>What was read.</summary>
    public History History { get; }

    /// <summary>The matches, in the order in which they began.</summary>
    public IEnumerable<Side> Sides => _sides.Values;

    /// <summary>The searches.</summary>
    public IReadOnlyList<Search> Searches => _searches;

    /// <summary>The times without a connection; going for good begins one that has no end.</summary>
    public IReadOnlyList<Absence> Absences => _absences;

    /// <summary>Whether they were away from one moment to another.</summary>
    public bool WasAway(long from, long to) => _absences.Any(absence => absence.From <= from && absence.To >= to);

    /// <summary>Their part of a match.</summary>
    public Side? In(string match) => _sides.GetValueOrDefault(match);

    /// <summary>Reads a history.</summary>
    public static Story Of(History history)
    {
        var story = new Story(history);
        foreach (var happened in history.Events)
        {
            story.Read(happened);
        }

        return story;
    }

    private void Read(HistoryEvent happened)
    {
        switch (happened.Kind)
        {
            case EventKind.Lost or EventKind.Stopped or EventKind.Reconnecting or EventKind.Retired or EventKind.Begun or EventKind.Resumed:
                ReadConnection(happened);
                break;
            case EventKind.Asked:
                _searches.Add(new Search(happened.At));
                break;
            case EventKind.Searching when _searches.LastOrDefault() is { } search:
                // the first word may come late and then tells too little; later ones tell by the search's own clock
                search.From = Math.Max(search.AskedAt, Math.Min(search.From ?? long.MaxValue, happened.At - (happened.Other * 1000)));
                search.Tier2At ??= happened.N == 2 ? happened.At : null;
                break;
            case EventKind.TimedOut or EventKind.Refused or EventKind.SearchGone:
                _searches.LastOrDefault()?.Ends.Add(happened);
                break;
            case EventKind.Matched:
                _searches.LastOrDefault()?.Ends.Add(happened);
                _ = _sides.TryAdd(happened.Name!, new Side(History.Person, happened.Name!, happened.At));
                break;
            default:
                if (happened.Name is { } match && _sides.TryGetValue(match, out var side))
                {
                    ReadChat(side, happened);
                }

                break;
        }
    }

    private void ReadConnection(HistoryEvent happened)
    {
        var open = _absences.Count > 0 && _absences[^1].To == long.MaxValue ? _absences[^1] : null;
        _greeted |= happened.Kind is EventKind.Begun or EventKind.Resumed;
        switch (happened.Kind)
        {
            case not (EventKind.Begun or EventKind.Resumed) when !_greeted:
                // who never came in cannot be away
                break;
            case EventKind.Begun or EventKind.Resumed when open is not null:
                _absences[^1] = open with { To = happened.At };
                break;
            case EventKind.Lost or EventKind.Stopped or EventKind.Retired when open is null:
                _absences.Add(new Absence(happened.At, null, long.MaxValue));
                break;
            case EventKind.Reconnecting:
                if (open is null)
                {
                    _absences.Add(new Absence(happened.At, happened.At, long.MaxValue));
                }
                else
                {
                    _absences[^1] = open with { Retry = open.Retry ?? happened.At };
                }

                break;
        }

        if (happened.Kind is EventKind.Retired or EventKind.Stopped)
        {
            foreach (var side in _sides.Values.Where(side => side.To == long.MaxValue))
            {
                side.To = happened.At;
            }
        }
    }

    private static void ReadChat(Side side, HistoryEvent happened)
    {
        switch (happened.Kind)
        {
            case EventKind.Sent:
                side.Sent.Add(happened.At);
                break;
            case EventKind.Delivered:
                side.Delivered = Math.Max(side.Delivered, happened.N);
                break;
            case EventKind.Shown:
                side.Shown.Add(happened);
                break;
            case EventKind.Leaving:
                side.LeavingAt ??= happened.At;
                break;
            case EventKind.Ended or EventKind.EndedUnseen:
                side.End ??= happened;
                side.To = Math.Min(side.To, happened.At);
                break;
        }
    }
}
