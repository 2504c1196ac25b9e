using System.Diagnostics;

namespace Whisper.LocalCluster;

/// <summary>What to start, and how.</summary>
/// <param name="Name">Names the process in logs and messages.</param>
/// <param name="Program">A program on PATH, or its full path.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Environment">Variables on top of this process's own.</param>
/// <param name="WorkingDirectory">Where it runs.</param>
/// <param name="LogFile">Where its output goes, behind what is there.</param>
public sealed record ProcessPlan(
    string Name,
    string Program,
    IReadOnlyList<string> Arguments,
    IReadOnlyDictionary<string, string> Environment,
    string WorkingDirectory,
    string LogFile);

/// <summary>What can be sent to a process.</summary>
public enum Signal
{
    /// <summary>Asks PostgreSQL to end without waiting for its clients.</summary>
    Interrupt = 2,

    /// <summary>Ends it at once.</summary>
    Kill = 9,

    /// <summary>Has HAProxy read its configuration again.</summary>
    Reload = 12,

    /// <summary>Asks it to end.</summary>
    Terminate = 15,

    /// <summary>Lets it go on.</summary>
    Continue = 18,

    /// <summary>Freezes it.</summary>
    Stop = 19,
}

/// <summary>
/// A process of our own in a session of its own, so that neither a Ctrl+C in the terminal nor our end reaches it by
/// accident. Its output goes straight to a file: it lives on when we do not.
/// </summary>
public sealed class ChildProcess : IDisposable
{
    // the shell and setsid replace themselves, so that the id is the program's own
    private const string Launch = "log=$1; shift; exec setsid \"$@\" >> \"$log\" 2>&1 < /dev/null";

    private readonly Process _process;
    private readonly long _began = Stopwatch.GetTimestamp();
    private bool _disposed;

    private ChildProcess(ProcessPlan plan, Process process) => (Plan, _process, Mark) = (plan, process, ProcessMark.Of(process.Id));

    /// <summary>What was started.</summary>
    public ProcessPlan Plan { get; }

    /// <summary>The process's id.</summary>
    public int Id => Mark.Id;

    /// <summary>The process, told from a later one with the same id.</summary>
    public ProcessMark Mark { get; }

    /// <summary>How long ago it was started.</summary>
    public TimeSpan Age => Stopwatch.GetElapsedTime(_began);

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => _disposed || _process.HasExited;

    /// <summary>How it ended.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>Starts one.</summary>
    public static ChildProcess Start(ProcessPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        Directory.CreateDirectory(Path.GetDirectoryName(plan.LogFile)!);
        var start = new ProcessStartInfo("/bin/sh", ["-c", Launch, "sh", plan.LogFile, plan.Program, .. plan.Arguments])
        {
            WorkingDirectory = plan.WorkingDirectory,
        };

        // Debian keeps servers in /usr/sbin, which is not on everybody's PATH
        start.Environment["PATH"] = $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin";
        foreach (var (name, value) in plan.Environment)
        {
            start.Environment[name] = value;
        }

        return new ChildProcess(plan, Process.Start(start)!);
    }

    /// <summary>Sends a signal; nothing happens when the process is gone.</summary>
    public void Send(Signal signal)
    {
        if (!HasExited)
        {
            Mark.Send(signal);
        }
    }

    /// <summary>Waits for its end.</summary>
    public Task WaitForExit(CancellationToken cancellation = default) => _disposed ? Task.CompletedTask : _process.WaitForExitAsync(cancellation);

    /// <summary>The last lines of its output.</summary>
    public string Tail(int lines = 20) =>
        File.Exists(Plan.LogFile) ? string.Join('\n', File.ReadLines(Plan.LogFile).TakeLast(lines)) : "";

    /// <summary>Ends it at once if it still runs.</summary>
    public void Dispose()
    {
        Send(Signal.Kill);
        if (!_disposed)
        {
            _process.WaitForExit();
            _disposed = true;
            _process.Dispose();
        }
    }
}
