using Whisper.Chaos.Checking;
using Whisper.Chaos.Clients;
using Whisper.Chaos.Load;
using Whisper.Chaos.Staging;
using Whisper.LocalCluster.Nodes;

namespace Whisper.Chaos.Faults;

/// <summary>kill -9 the silo of a bucket in which people wait.</summary>
internal sealed class BucketSiloKilled : IFault
{
    // the home of such a search is one of its two interests, so that about half of those who come wait at the common one
    private const int Homes = 2;

    // one of these finds nobody
    private const int EachAlone = 10;

    private readonly List<Person> _waiting = [];

    public string Name => "bucket-kill";

    public string Title => "kill -9 the silo of a bucket while 200 people wait in it";

    // what a killed silo had not published yet is gone with it: they count things, and promise nothing to anybody
    public CheckRules Rules => new() { EventsMayBeLost = true };

    public async Task Run(Stage stage)
    {
        var before = await Waiting(stage);
        await stage.Crowd.Loop.Run(() => Come(stage));
        await stage.Wait("everybody is told that they are searched for", () => stage.Crowd.Loop.Run(() => _waiting.TrueForAll(person => person.IsSearched)));
        var now = await Waiting(stage);
        // the others' searches are spread evenly: the silo that has the bucket stands out
        var victim = stage.Cluster.Silos[Enumerable.Range(0, now.Length).MaxBy(silo => now[silo] - before[silo])];
        await victim.Kill();
        stage.Say($"{victim.Name} is killed, on which {now.Max()} wait");
        await stage.Wait("everybody is matched or told that nobody is there", () => stage.Crowd.Loop.Run(() => _waiting.TrueForAll(person => !person.Searching)));
        await stage.Wait("every chat goes on", await stage.AllWell());
        await victim.Launch();
        await stage.Wait("every node ready", stage.AllReady);
    }

    public IEnumerable<Criterion> Judge(Figures figures) => [Criterion.Below("latest tier change or timeout", figures.LatestSearch, TimeSpan.FromSeconds(10))];

    private void Come(Stage stage)
    {
        var number = stage.Times.Waiting * Homes;
        for (var i = 0; i < number; i++)
        {
            string[] interests = i % EachAlone == 0
                ? [$"alone {stage.Crowd.Tag} {i}", $"lonely {stage.Crowd.Tag} {i}"]
                : [$"hub {stage.Crowd.Tag}", $"spoke {stage.Crowd.Tag} {i}"];
            _waiting.Add(stage.Crowd.Add("join", new Joiner(stage.Crowd.Loop, interests, reports: false, () => { })));
        }
    }

    private static async Task<double[]> Waiting(Stage stage) =>
        await Task.WhenAll(stage.Cluster.Silos.Select(silo => Metrics.Sum(silo.Url, "whisper_matching_waiting")));
}
