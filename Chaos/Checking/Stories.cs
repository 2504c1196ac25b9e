using Whisper.Chaos.Histories;

namespace Whisper.Chaos.Checking;

/// <summary>All histories of a run, read, and the matches that they tell of.</summary>
internal sealed class Stories
{
    private readonly Dictionary<int, Story> _byPerson;
    private readonly Dictionary<string, List<Side>> _matches = [];

    public Stories(IEnumerable<History> histories)
    {
        _byPerson = histories.ToDictionary(history => history.Person, Story.Of);
        foreach (var side in _byPerson.Values.SelectMany(story => story.Sides))
        {
            if (!_matches.TryGetValue(side.Match, out var sides))
            {
                _matches.Add(side.Match, sides = []);
            }

            sides.Add(side);
        }
    }

    /// <summary>Everybody's.</summary>
    public IReadOnlyCollection<Story> All => _byPerson.Values;

    /// <summary>Every match, by its name, with the parts that people had in it.</summary>
    public IReadOnlyDictionary<string, List<Side>> Matches => _matches;

    /// <summary>A person's.</summary>
    public Story Of(int person) => _byPerson[person];

    /// <summary>The partner's part of a match; null when nobody was told of it but this person.</summary>
    public Side? PartnerOf(Side side) => _matches[side.Match].Find(other => other.Person != side.Person);
}
