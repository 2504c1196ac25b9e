using System.Text.Json;
using System.Threading.Channels;
using Whisper.LoadTest.Measuring;

namespace Whisper.LoadTest.Workers;

/// <summary>The parent's end of one worker.</summary>
internal sealed class WorkerHandle : IAsyncDisposable
{
    private readonly IWorkerHost _host;
    private readonly Channel<WorkerReport> _answers = Channel.CreateUnbounded<WorkerReport>();
    private readonly Action<WorkerHandle, WorkerReport> _reported;
    private readonly Task _reading;

    /// <summary>Starts to listen to a worker that was given its plan.</summary>
    public WorkerHandle(WorkerPlan plan, IWorkerHost host, Action<WorkerHandle, WorkerReport> reported)
    {
        Plan = plan;
        _host = host;
        _reported = reported;
        _host.Input.WriteLine(JsonSerializer.Serialize(plan, WorkerJson.Default.WorkerPlan));
        _host.Input.Flush();
        _reading = Task.Factory.StartNew(Read, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>What it was told.</summary>
    public WorkerPlan Plan { get; }

    /// <summary>Its process, or null when it is a thread of this one.</summary>
    public int? ProcessId => _host.ProcessId;

    /// <summary>What it has reported last.</summary>
    public WorkerReport Last { get; private set; } = new() { Kind = WorkerReport.Progress, Counts = new long[Enum.GetValues<Count>().Length], Gauges = new long[Enum.GetValues<Gauge>().Length] };

    /// <summary>Tells it something.</summary>
    public void Send(WorkerCommand command)
    {
        _host.Input.WriteLine(JsonSerializer.Serialize(command, WorkerJson.Default.WorkerCommand));
        _host.Input.Flush();
    }

    /// <summary>Waits for an answer.</summary>
    /// <exception cref="InvalidOperationException">The worker has failed, or is gone.</exception>
    public async Task Expect(string kind, CancellationToken cancellation)
    {
        WorkerReport answer;
        try
        {
            answer = await _answers.Reader.ReadAsync(cancellation);
        }
        catch (ChannelClosedException)
        {
            throw new InvalidOperationException($"Worker {Plan.Worker} is gone.");
        }

        if (answer.Kind != kind)
        {
            throw new InvalidOperationException($"Worker {Plan.Worker} has failed: {answer.Problem ?? answer.Kind}");
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _reading;
    }

    private void Read()
    {
        try
        {
            while (_host.Output.ReadLine() is { } line)
            {
                if (JsonSerializer.Deserialize(line, WorkerJson.Default.WorkerReport) is not { } report)
                {
                    continue;
                }

                if (report.Counts.Length > 0)
                {
                    Last = report;
                    _reported(this, report);
                }

                if (report.Kind != WorkerReport.Progress)
                {
                    _answers.Writer.TryWrite(report);
                }
            }
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException or JsonException)
        {
            // said below
        }

        _answers.Writer.TryComplete();
    }
}
