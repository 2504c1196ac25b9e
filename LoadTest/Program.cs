using System.Runtime.InteropServices;
using Spectre.Console;
using Whisper.LoadTest;
using Whisper.LoadTest.Reporting;
using Whisper.LoadTest.Workers;
using Progress = Whisper.LoadTest.Reporting.Progress;

if (args is [ProcessHost.Argument])
{
    Worker.Run(Console.In, Console.Out);
    return 0;
}

LoadOptions options;
try
{
    options = LoadArguments.Parse(args);
}
catch (ArgumentException wrong)
{
    Console.Error.WriteLine(wrong.Message);
    Console.Error.WriteLine(LoadArguments.Usage);
    return 2;
}

// results may go to the output: what is for people goes beside it
var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
try
{
    var result = await Run();
    Summary.Write(result, console);
    foreach (var file in ResultFiles.Write(result, options, Console.Out))
    {
        console.WriteLine($"written: {file}");
    }

    return result.Passed ? 0 : 1;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    Console.Error.WriteLine("stopped");
    return 130;
}
catch (Exception broken) when (broken is InvalidOperationException or ArgumentException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"error: {broken.Message}");
    return 3;
}

async Task<Result> Run()
{
    await using Progress progress = options.Plain || !console.Profile.Out.IsTerminal ? new PlainProgress(Console.Error) : new LiveProgress(console);
    return await LoadRun.Run(options, string.Join(' ', args), () => new ProcessHost(), progress, stop.Token);
}

void End(PosixSignalContext context)
{
    // a second Ctrl+C ends this program at once
    context.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
}
