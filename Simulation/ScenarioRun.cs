using System.Diagnostics;
using Whisper.Simulation.Cluster;
using Whisper.Simulation.Figures;
using Whisper.Simulation.People;

namespace Whisper.Simulation;

/// <summary>Lets a scenario happen.</summary>
internal static class ScenarioRun
{
    // longer than a search can last, so that those which count have ended
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(33);

    /// <summary>Runs to the end. <paramref name="progress"/> hears the share that is done, 0 to 1, once a virtual second.</summary>
    public static Outcome Run(Scenario scenario, Action<double> progress)
    {
        var watch = Stopwatch.StartNew();
        using var world = new World(scenario);
        var queues = new QueueFigures(world.Cluster);
        var (warm, counted, end) = (scenario.WarmUp, scenario.WarmUp + scenario.Counted, scenario.WarmUp + scenario.Counted + Settling);
        Traffic before = new();
        Traffic after = new();
        QueueSummary? summary = null;
        for (var now = TimeSpan.Zero; now < end;)
        {
            now += TimeSpan.FromSeconds(1);
            world.Time.RunUntil(now);
            if (now == warm)
            {
                world.Figures.Counting = true;
                queues.Begin();
                before = world.Cluster.Traffic with { };
            }
            else if (now == counted)
            {
                world.Figures.Counting = false;
                summary = queues.End(scenario.Counted.TotalSeconds);
                after = world.Cluster.Traffic with { };
            }
            else if (world.Figures.Counting)
            {
                queues.Look();
            }

            progress(now / end);
        }

        return new Outcome(scenario, world.Figures, summary!, world.Referee.Violations)
        {
            Connected = world.Connected,
            CallsPerSearch = (double)(after.Calls - before.Calls) / world.Figures.Begun,
            ReservationsPerMatch = (after.Reservations - before.Reservations) / (0.5 * world.Figures.Begun * (world.Figures.Share(SearchEnd.Exact) + world.Figures.Share(SearchEnd.Overlap))),
            WritesPerSearch = (double)(after.Writes - before.Writes) / world.Figures.Begun,
            Took = watch.Elapsed,
        };
    }
}
