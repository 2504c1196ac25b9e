using System.Diagnostics;

namespace Whisper.LocalCluster.Servers;

/// <summary>
/// A server that runs as a child process on a loopback port and keeps its data in a folder: it can be killed, frozen and
/// started again with what it had.
/// </summary>
public abstract class Server(string name, string folder, int port) : IAsyncDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    /// <summary>What messages call it.</summary>
    public string Name => name;

    /// <summary>Where it keeps its data.</summary>
    public string Folder => folder;

    /// <summary>Where it listens, on 127.0.0.1.</summary>
    public int Port => port;

    /// <summary>Its log.</summary>
    public string LogFile => Path.Combine(LogFolder ?? folder, $"{name}.log");

    /// <summary>Where its log is. Default: with its data.</summary>
    public string? LogFolder { get; init; }

    /// <summary>The process now; null before the first start.</summary>
    public ChildProcess? Process { get; private set; }

    /// <summary>How it is started.</summary>
    public abstract ProcessPlan Plan { get; }

    /// <summary>The process's id now.</summary>
    /// <exception cref="InvalidOperationException">It was never started.</exception>
    public int Id => Process?.Id ?? throw new InvalidOperationException($"{name} was not started.");

    /// <summary>What asks it to end in good order.</summary>
    public virtual Signal StopSignal => Signal.Terminate;

    /// <summary>How long a start may take.</summary>
    protected virtual TimeSpan Patience => TimeSpan.FromSeconds(30);

    /// <summary>Starts it and returns when it serves; with the same name, port and data each time.</summary>
    /// <exception cref="InvalidOperationException">It ended, or did not serve in time; with the end of its log.</exception>
    public virtual async Task Start(CancellationToken cancellation = default)
    {
        await Launch(cancellation);
        await WaitUntilReady(cancellation);
    }

    /// <summary>Starts it and returns at once.</summary>
    public virtual Task Launch(CancellationToken cancellation = default)
    {
        Directory.CreateDirectory(folder);
        Process?.Dispose();
        Process = ChildProcess.Start(Plan);
        return Task.CompletedTask;
    }

    /// <summary>Returns when it serves.</summary>
    /// <exception cref="InvalidOperationException">It ended, or does not serve in time; with the end of its log.</exception>
    public async Task WaitUntilReady(CancellationToken cancellation = default)
    {
        var began = Stopwatch.GetTimestamp();
        while (!await IsServing(cancellation))
        {
            if (Process is null or { HasExited: true } || Stopwatch.GetElapsedTime(began) > Patience)
            {
                throw new InvalidOperationException($"{name} did not start on port {port}:\n{Process?.Tail()}");
            }

            await Task.Delay(Look, cancellation);
        }
    }

    /// <summary>Ends it without warning, as a crash of the machine would: the processes that it has started too.</summary>
    public async Task Kill()
    {
        if (Process is null)
        {
            return;
        }

        // frozen first, so that no child comes between; one that stayed would hold PostgreSQL's data, and its port
        Process.Send(Signal.Stop);
        var children = Process.HasExited ? [] : Process.Mark.Children();
        Process.Send(Signal.Kill);
        foreach (var child in children)
        {
            child.Send(Signal.Kill);
        }

        await Process.WaitForExit();
        while (children.Any(child => child.IsAlive))
        {
            await Task.Delay(Look);
        }
    }

    /// <summary>Asks it to end, and does not wait for that.</summary>
    public void Terminate() => Process?.Send(StopSignal);

    /// <summary>Freezes it: its connections stay open, and nothing answers.</summary>
    public void Suspend() => Process?.Send(Signal.Stop);

    /// <summary>Lets it go on after <see cref="Suspend"/>.</summary>
    public void Continue() => Process?.Send(Signal.Continue);

    /// <summary>Ends it in good order, and waits for that.</summary>
    public async Task Stop(CancellationToken cancellation = default)
    {
        Terminate();
        await (Process?.WaitForExit(cancellation) ?? Task.CompletedTask);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await Kill();
        Process?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Whether it serves.</summary>
    protected virtual Task<bool> IsServing(CancellationToken cancellation) => Ports.IsOpen(port, cancellation);

    /// <summary>A password of 32 hexadecimal digits behind a letter, so that no configuration language takes it for a number.</summary>
    public static string NewPassword() => $"p{Guid.NewGuid():N}";
}
