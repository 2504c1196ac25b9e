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
var outcomes = new List<Outcome>();
AnsiConsole.Progress().Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn()).Start(context =>
{
    // a run takes as long as it has people
    var total = context.AddTask("all", maxValue: scenarios.Sum(scenario => (double)scenario.People));
    foreach (var scenario in scenarios)
    {
        var (before, task) = (total.Value, context.AddTask(string.Create(CultureInfo.InvariantCulture, $"{scenario.People:n0} people, {scenario.Tags:n0} tags"), maxValue: 1));
        outcomes.Add(ScenarioRun.Run(scenario, done => (task.Value, total.Value) = (done, before + (done * scenario.People))));
        task.StopTask();
        GC.Collect();
    }
});

var report = SimulationReport.Write(outcomes, arguments.Seed);
Console.WriteLine(report);
if (arguments.Write is { } page)
{
    Whisper.Benchmarks.MarkdownSection.Write(page, SimulationReport.Heading, report);
}

var violations = outcomes.SelectMany(outcome => outcome.Violations).ToList();
violations.ForEach(Console.Error.WriteLine);
return violations.Count == 0 ? 0 : 1;
