using System.Collections.Concurrent;
using System.Globalization;
using Spectre.Console;
using Whisper.Simulation;
using Whisper.Simulation.Figures;

Arguments arguments;
try
{
    arguments = Arguments.Parse(args);
}
catch (ArgumentException wrong)
{
    Console.Error.WriteLine(wrong.Message);
    Console.Error.WriteLine(Arguments.Usage);
    return 2;
}

// the largest last: what can be wrong shows before the long wait
var scenarios = arguments.People.Order().SelectMany(people => arguments.Tags.Select(tags => new Scenario(people, tags, arguments.Seed))).ToList();
var outcomes = new Outcome[scenarios.Count];
AnsiConsole.Progress().Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn()).Start(context =>
{
    // a run takes as long as it has people
    var total = context.AddTask("all", maxValue: scenarios.Sum(scenario => (double)scenario.People));
    // each run is a world of its own, on one thread; handed out one by one, or the largest would all fall to one thread
    var oneByOne = Partitioner.Create(Enumerable.Range(0, scenarios.Count), EnumerablePartitionerOptions.NoBuffering);
    Parallel.ForEach(oneByOne, new ParallelOptions { MaxDegreeOfParallelism = arguments.AtOnce }, i =>
    {
        var scenario = scenarios[i];
        var task = context.AddTask(string.Create(CultureInfo.InvariantCulture, $"{scenario.People:n0} people, {scenario.Tags:n0} tags"), maxValue: 1);
        outcomes[i] = ScenarioRun.Run(scenario, done =>
        {
            total.Increment((done - task.Value) * scenario.People);
            task.Value = done;
        });
        task.StopTask();
    });
});

var report = SimulationReport.Write(outcomes, arguments);
Console.WriteLine(report);
if (arguments.Write is { } page)
{
    Whisper.Benchmarks.MarkdownSection.Write(page, SimulationReport.Heading, report);
}

var violations = outcomes.SelectMany(outcome => outcome.Violations).ToList();
violations.ForEach(Console.Error.WriteLine);
return violations.Count == 0 ? 0 : 1;
