using System.Globalization;

namespace Whisper.Peers.Shared;

/// <summary>Who waits for a partner with the same interests, in any order. Calls may come from any thread.</summary>
internal sealed class Pairing
{
    private readonly Dictionary<string, Person> _waiting = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private int _matches;

    /// <summary>The match with whoever waits with the same set; null when nobody does, and <paramref name="person"/> waits from now on.</summary>
    public Match? Find(Person person, string[] interests)
    {
        var shared = (string[])interests.Clone();
        Array.Sort(shared, StringComparer.Ordinal);
        var key = string.Join('\n', shared);
        lock (_lock)
        {
            if (person.WaitsWith is not null || person.Partner is not null)
                return null;

            if (!_waiting.Remove(key, out var partner))
            {
                _waiting.Add(key, person);
                person.WaitsWith = key;
                return null;
            }

            partner.WaitsWith = null;
            partner.Partner = person;
            person.Partner = partner;
            return new Match((++_matches).ToString(CultureInfo.InvariantCulture), partner, shared);
        }
    }

    /// <summary>Whether <paramref name="person"/> waited; now they do not.</summary>
    public bool Cancel(Person person)
    {
        lock (_lock)
        {
            var waited = person.WaitsWith is { } key && _waiting.Remove(key);
            person.WaitsWith = null;
            return waited;
        }
    }

    /// <summary>The partner whom <paramref name="person"/> had; now neither has one.</summary>
    public Person? Part(Person person)
    {
        lock (_lock)
        {
            var partner = person.Partner;
            person.Partner = null;
            partner?.Partner = null;
            return partner;
        }
    }
}

/// <summary>Two people with the same interests, which are in order.</summary>
internal sealed record Match(string Id, Person Partner, string[] Shared);
