using System.Runtime.InteropServices;

namespace Whisper.Benchmarks.Peers;

/// <summary>Whisper and its peers side by side, as a section of a Markdown page.</summary>
internal static class PeersReport
{
    private const string Heading = "Peers";

    /// <summary>Measures, prints, and writes the page that was asked for.</summary>
    public static void Run(string[] args)
    {
        PeersOptions options;
        try
        {
            options = PeersOptions.Parse(args);
        }
        catch (ArgumentException wrong)
        {
            Console.Error.WriteLine(wrong.Message);
            Environment.ExitCode = 2;
            return;
        }

        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        try
        {
            Run(options, stop.Token).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            Console.Error.WriteLine("Stopped.");
            Environment.ExitCode = 130;
        }

        // the servers end on the way out
        void End(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.Cancel();
        }
    }

    private static async Task Run(PeersOptions options, CancellationToken cancellation)
    {
        if (options.IsSmoke)
        {
            await PeersSmoke.Run(options, cancellation);
            return;
        }

        var machine = Machine.Describe();
        var rounds = await new PeersRun(options).Measure(cancellation);
        var text = PeersTables.Write(options, machine, rounds.ToDictionary(pair => pair.Key, pair => PeerFigures.Median(pair.Value)));
        Console.WriteLine(text);
        if (options.Page is { } page)
        {
            MarkdownSection.Write(page, Heading, text);
        }
    }
}
