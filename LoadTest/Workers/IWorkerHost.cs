using System.Diagnostics;
using System.IO.Pipes;

namespace Whisper.LoadTest.Workers;

/// <summary>Where a worker runs.</summary>
internal interface IWorkerHost : IAsyncDisposable
{
    /// <summary>What it reads.</summary>
    TextWriter Input { get; }

    /// <summary>What it writes.</summary>
    TextReader Output { get; }

    /// <summary>Its process, or null when that is this one.</summary>
    int? ProcessId { get; }
}

/// <summary>A process of its own: descriptors of its own, and processor time that can be told from the parent's.</summary>
internal sealed class ProcessHost : IWorkerHost
{
    /// <summary>The argument that makes this program a worker.</summary>
    public const string Argument = "worker";

    // one thread that allocates next to nothing: the least that the runtime can do with
    private static readonly (string Name, string Value)[] Lean =
    [
        ("DOTNET_gcServer", "0"), ("DOTNET_gcConcurrent", "0"), ("DOTNET_GCgen0size", "400000"), ("DOTNET_GCHeapHardLimit", "20000000"),
        ("DOTNET_TieredPGO", "0"), ("DOTNET_EnableDiagnostics", "0"),
    ];

    private readonly Process _process;

    /// <summary>Starts one.</summary>
    public ProcessHost()
    {
        var self = Environment.ProcessPath!;
        var start = new ProcessStartInfo(self) { RedirectStandardInput = true, RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(self) == "dotnet")
        {
            start.ArgumentList.Add(typeof(ProcessHost).Assembly.Location);
        }

        start.ArgumentList.Add(Argument);
        foreach (var (name, value) in Lean)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start) ?? throw new InvalidOperationException($"{self} does not start.");
    }

    /// <inheritdoc />
    public TextWriter Input => _process.StandardInput;

    /// <inheritdoc />
    public TextReader Output => _process.StandardOutput;

    /// <inheritdoc />
    public int? ProcessId => _process.Id;

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        try
        {
            // it ends when nobody speaks to it any more
            _process.StandardInput.Close();
            await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(10));
        }
        catch (Exception stuck) when (stuck is TimeoutException or IOException)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }
}

/// <summary>A thread of this process, for tests.</summary>
internal sealed class ThreadHost : IWorkerHost
{
    private readonly AnonymousPipeServerStream _input = new(PipeDirection.Out);
    private readonly AnonymousPipeServerStream _output = new(PipeDirection.In);
    private readonly Thread _thread;

    /// <summary>Starts one.</summary>
    public ThreadHost()
    {
        var from = new StreamReader(new AnonymousPipeClientStream(PipeDirection.In, _input.ClientSafePipeHandle));
        var to = new StreamWriter(new AnonymousPipeClientStream(PipeDirection.Out, _output.ClientSafePipeHandle));
        Input = new StreamWriter(_input);
        Output = new StreamReader(_output);
        _thread = new(() =>
        {
            Worker.Run(from, to);
            to.Dispose();
        })
        { IsBackground = true, Name = "worker" };
        _thread.Start();
    }

    /// <inheritdoc />
    public TextWriter Input { get; }

    /// <inheritdoc />
    public TextReader Output { get; }

    /// <inheritdoc />
    public int? ProcessId => null;

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        Input.Dispose();
        _thread.Join();
        return ValueTask.CompletedTask;
    }
}
