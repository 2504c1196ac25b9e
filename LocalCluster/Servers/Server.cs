namespace Whisper.LocalCluster.Servers;

/// <summary>
/// A server that runs as a child process on a loopback port and keeps its data in a folder: it can be killed, frozen and
/// started again with what it had.
/// </summary>
public abstract class Server(string name, string folder, int port) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    /// <summary>What messages call it.</summary>
    public string Name => name;

    /// <summary>Where it keeps its data.</summary>
    public string Folder => folder;

    /// <summary>Where it listens, on 127.0.0.1.</summary>
    public int Port => port;

    /// <summary>Its log.</summary>
    public string LogFile => Path.Combine(folder, $"{name}.log");

    /// <summary>The process now; null before the first start.</summary>
    public ChildProcess? Process { get; private set; }

    /// <summary>How it is started.</summary>
    protected abstract ProcessPlan Plan { get; }

    /// <summary>Starts it and returns when it serves.</summary>
    /// <exception cref="InvalidOperationException">It ended, or did not serve within 30 s; with the end of its log.</exception>
    public virtual async Task Start(CancellationToken cancellation = default)
    {
        Process?.Dispose();
        Process = ChildProcess.Start(Plan);
        var until = DateTime.UtcNow + Patience;
        while (!await IsServing(cancellation))
        {
            if (Process.HasExited || DateTime.UtcNow > until)
            {
                throw new InvalidOperationException($"{name} did not start on port {port}:\n{Process.Tail()}");
            }

            await Task.Delay(Look, cancellation);
        }
    }

    /// <summary>Ends it without warning, as a crash would.</summary>
    public async Task Kill()
    {
        Process?.Send(Signal.Kill);
        await (Process?.WaitForExit() ?? Task.CompletedTask);
    }

    /// <summary>Ends it in good order.</summary>
    public virtual async Task Stop(CancellationToken cancellation = default)
    {
        Process?.Send(Signal.Terminate);
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
