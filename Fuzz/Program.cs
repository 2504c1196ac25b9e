using System.Runtime.InteropServices;
using Whisper.Fuzz.Running;

FuzzArguments arguments;
try
{
    arguments = FuzzArguments.Parse(args);
}
catch (ArgumentException wrong)
{
    Console.Error.WriteLine(wrong.Message);
    Console.Error.WriteLine(FuzzArguments.Usage);
    return 2;
}

using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
{
    // a second Ctrl+C ends this program at once
    context.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
});
foreach (var transport in arguments.Transports)
{
    var run = new FuzzRun(transport, TimeSpan.FromMinutes(arguments.Minutes / arguments.Transports.Count), arguments.Seed);
    if (await run.Run(stop.Token) is { } fault)
    {
        Console.Error.WriteLine($"{transport}: {fault}");
        return 1;
    }
}

Console.WriteLine(stop.IsCancellationRequested ? "stopped; nothing wrong so far" : "nothing wrong: no crash, no hang, no leak");
return stop.IsCancellationRequested ? 130 : 0;
