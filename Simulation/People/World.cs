using Whisper.Delivery;
using Whisper.Matching;
using Whisper.Simulation.Cluster;
using Whisper.Simulation.Engine;
using Whisper.Simulation.Figures;

namespace Whisper.Simulation.People;

/// <summary>
/// A population in its steady state. People arrive by a Poisson process of their own, however the service does (open loop), stay for an
/// exponential time and go, so that about as many as asked for are connected at any time.
/// </summary>
internal sealed class World : IDue, IDisposable
{
    private readonly Dictionary<int, Person> _connected = [];
    private readonly Vocabulary _vocabulary;
    private readonly TimeSpan _betweenArrivals;
    private readonly Random _random;
    private int _numbers;

    public World(Scenario scenario)
    {
        (_random, Behaviour) = (new Random(scenario.Seed), scenario.Behaviour);
        _vocabulary = new Vocabulary(scenario.Tags);
        Cluster = new SimCluster(Time, _random, scenario.Latencies, Deliver);
        Referee = new Referee(Cluster.Matching);
        _betweenArrivals = Behaviour.Visit / scenario.People;
        for (var i = 0; i < scenario.People; i++)
        {
            Arrive();
        }

        Time.Schedule(Draw(_betweenArrivals), this);
    }

    public VirtualTime Time { get; } = new();

    public SimCluster Cluster { get; }

    public Behaviour Behaviour { get; }

    public Referee Referee { get; }

    public SearchFigures Figures { get; } = new();

    public void Dispose() => Cluster.Dispose();

    /// <summary>How many are connected.</summary>
    public int Connected => _connected.Count;

    /// <summary>The next person arrives.</summary>
    public void Ring(int setting)
    {
        Arrive();
        Time.Schedule(Draw(_betweenArrivals), this);
    }

    public InterestSet DrawInterests() => _vocabulary.Draw(_random);

    /// <summary>An exponential time.</summary>
    public TimeSpan Draw(TimeSpan mean) => mean * -Math.Log(1 - _random.NextDouble());

    public bool Chance(double probability) => _random.NextDouble() < probability;

    public Guid NewId()
    {
        Span<byte> bytes = stackalloc byte[16];
        _random.NextBytes(bytes);
        return new Guid(bytes);
    }

    public void Remove(int number) => _connected.Remove(number);

    /// <summary>Nothing fails here by itself: whatever a person's step throws is a finding.</summary>
    public async void Watch(Person person, Task step)
    {
        try
        {
            await step;
        }
        catch (Exception error)
        {
            Referee.Refused(person, $"met {error.GetType().Name}: {error.Message}");
        }
    }

    private void Arrive()
    {
        var number = ++_numbers;
        _connected[number] = new Person(this, number, Time.GetUtcNow() + Draw(Behaviour.Visit));
    }

    private void Deliver(ConnectionRef to, ClientEvent news)
    {
        if (_connected.TryGetValue(to.Slot, out var person))
        {
            person.Receive(news);
        }
    }
}
