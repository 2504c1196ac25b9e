using System.Net;
using Whisper.Chaos.Clients;
using Whisper.Chaos.Histories;
using Whisper.Chaos.Loops;

namespace Whisper.Chaos.Load;

/// <summary>Everybody who was ever made in a run. Used on the clients' thread alone, but for its counters.</summary>
internal sealed class Crowd(Loop loop, Func<IPEndPoint> server)
{
    private readonly List<Person> _people = [];

    /// <summary>Part of all their interests, so that they meet nobody whom another run left behind.</summary>
    public string Tag { get; } = Guid.NewGuid().ToString("N")[..6];

    /// <summary>The thread on which they live.</summary>
    public Loop Loop => loop;

    /// <summary>Them all.</summary>
    public IReadOnlyList<Person> People => _people;

    /// <summary>What they all saw.</summary>
    public IReadOnlyList<History> Histories => [.. _people.Select(person => person.History)];

    /// <summary>Makes somebody, who connects at once; elsewhere than everybody else if <paramref name="at"/> says so.</summary>
    public Person Add(string role, IBehaviour behaviour, Func<IPEndPoint>? at = null)
    {
        var person = new Person(_people.Count + 1, role, loop, at ?? server, behaviour);
        _people.Add(person);
        person.Start();
        return person;
    }

    /// <summary>They leave for good.</summary>
    public void Go()
    {
        foreach (var person in _people)
        {
            person.Leave();
            person.Retire();
        }
    }
}
