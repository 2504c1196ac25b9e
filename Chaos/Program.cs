using System.Runtime.InteropServices;
using Whisper.Chaos;
using Whisper.Chaos.Checking;
using Whisper.Chaos.Faults;
using Whisper.Chaos.Histories;
using Whisper.Chaos.Reporting;
using Whisper.Chaos.Soaking;
using Whisper.LocalCluster;

ChaosArguments arguments;
try
{
    arguments = ChaosArguments.Parse(args);
}
catch (ArgumentException wrong)
{
    Console.Error.WriteLine(wrong.Message);
    Console.Error.WriteLine(ChaosArguments.Usage);
    return 2;
}

if (arguments.Check is { } file)
{
    var violations = HistoryChecker.Check(HistoryFile.Read(file), stored: null, new CheckRules());
    violations.ToList().ForEach(violation => Console.WriteLine($"{violation.Promise}: person {violation.Person} at {violation.At / 1e6:F3} s: {violation.What}"));
    return violations.Count == 0 ? 0 : 1;
}

using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
var folder = Checkout.PathOf("artifacts", "chaos");
try
{
    if (arguments.SoakMinutes is { } minutes)
    {
        return await SoakRun.Run(arguments, minutes, folder, stop.Token) ? 0 : 1;
    }

    var results = await ChaosRun.Run(arguments, folder, stop.Token);
    if (arguments.Write is { } page || (arguments.IsWhole && (page = Checkout.PathOf("docs", "reliability.md")) is not null))
    {
        var text = ReliabilityPage.Write(results, arguments, $"make chaos{(args.Length > 0 ? $" CHAOS_ARGS=\"{string.Join(' ', args)}\"" : "")}", DateTimeOffset.UtcNow);
        if (arguments.Rows.Count < AllFaults.Names.Count && File.Exists(page))
        {
            text = KeptRows.Merge(text, await File.ReadAllTextAsync(page), AllFaults.Titles);
        }

        await File.WriteAllTextAsync(page, text);
        Progress.Line($"written: {page}");
    }

    return results.All(result => result.Passed) ? 0 : 1;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    Progress.Line("stopped");
    return 130;
}
catch (InvalidOperationException broken)
{
    Console.Error.WriteLine($"error: {broken.Message}");
    return 1;
}

void End(PosixSignalContext context)
{
    // a second Ctrl+C ends this program at once
    context.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
}
