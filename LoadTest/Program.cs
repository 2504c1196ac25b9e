using System.Runtime.InteropServices;
using Whisper.LoadTest;
using Whisper.LoadTest.Reporting;
using Whisper.LoadTest.Workers;

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

using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
try
{
    var result = await LoadRun.Run(options, $"{string.Join(' ', args)}", () => new ProcessHost(), new PlainProgress(Console.Error), stop.Token);
    ResultFiles.Write(result, options, Console.Out);
    return result.Passed ? 0 : 1;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    Console.Error.WriteLine("stopped");
    return 130;
}
catch (Exception broken) when (broken is InvalidOperationException or ArgumentException or IOException)
{
    Console.Error.WriteLine($"error: {broken.Message}");
    return 3;
}

void End(PosixSignalContext context)
{
    // a second Ctrl+C ends this program at once
    context.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
}
