namespace Whisper.LoadTest.People;

/// <summary>Some of the people, of whom one is drawn at a time: adding, removing and drawing take no time to speak of.</summary>
internal sealed class Pool(int size)
{
    private readonly int[] _members = new int[size];

    // one more than the place, so that a new array says that nobody is in
    private readonly int[] _places = new int[size];

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>Adds somebody, unless already there.</summary>
    public void Add(int who)
    {
        if (_places[who] == 0)
        {
            _members[Count] = who;
            _places[who] = ++Count;
        }
    }

    /// <summary>Removes somebody, if there.</summary>
    public void Remove(int who)
    {
        if (_places[who] is not (> 0 and var place))
        {
            return;
        }

        var last = _members[--Count];
        _members[place - 1] = last;
        _places[last] = place;
        _places[who] = 0;
    }

    /// <summary>One of them, drawn evenly; there must be one.</summary>
    public int Draw(Random random) => _members[random.Next(Count)];
}
