using System.Collections.Concurrent;
using System.Text.Json;
using Whisper.LoadTest.Adapters;
using Whisper.LoadTest.Engine;
using Whisper.LoadTest.Measuring;
using Whisper.LoadTest.People;
using Whisper.LoadTest.Scenarios;

namespace Whisper.LoadTest.Workers;

/// <summary>
/// One process, or in tests one thread, full of people. The life of a turn: (1) what the parent wants, (2) what is due by the
/// clock: connects, the scenario's load, reminders, (3) wait for sockets until the next thing is due, (4) what they have brought.
/// </summary>
internal sealed class Worker : IDisposable
{
    private readonly TextWriter _to;
    private readonly Crowd _crowd;
    private readonly Behaviour _behaviour;
    private readonly Poller _poller = new();
    private readonly Wheel _wheel = new(Clock.Now);
    private readonly Connections _connections;
    private readonly Wakeup _wakeup;
    private readonly Connecting _connecting;
    private readonly ConcurrentQueue<WorkerCommand> _commands = new();
    private readonly Action<int, byte, ushort> _remind;
    private long _nextReport;
    private long _worstTurn;
    private bool _stopped;

    /// <summary>Prepares for a plan; reports go to <paramref name="to"/>.</summary>
    public Worker(WorkerPlan plan, TextWriter to)
    {
        _to = to;
        var options = plan.Options;
        var adapter = AllAdapters.Find(options.Adapter);
        var servers = options.Gateways.Select(Endpoint.Parse).ToArray();
        _behaviour = AllScenarios.Find(options.Scenario).CreateBehaviour(options, plan);
        var settings = new CrowdSettings
        {
            Count = plan.Users,
            FirstNumber = plan.First,
            Servers = servers.Length,
            Seed = options.Seed,
            TextSize = options.Size,
            AckDelay = options.AckMs * Clock.Millisecond,
            KeepsTokens = _behaviour.Resumes,
        };
        _crowd = new(settings, adapter, _behaviour);
        _connections = new(
            plan.Users,
            servers,
            [.. servers.Select(server => new Handshake(server.Host, server.Path ?? adapter.Path, adapter.Subprotocol, (ulong)plan.First))],
            new SourceAddresses(plan.Worker, options.PerAddress),
            _poller,
            _crowd);
        _crowd.Attach(_connections, _wheel);
        _connecting = new(_crowd, options.Connecting);
        _behaviour.Connecting = _connecting;
        _wakeup = new(_poller);
        _remind = _crowd.Reminded;
    }

    /// <summary>Works off what the parent wants, from a reader whose first line is the plan, until it says stop or is gone.</summary>
    public static void Run(TextReader from, TextWriter to)
    {
        try
        {
            var plan = JsonSerializer.Deserialize(from.ReadLine() ?? "null", WorkerJson.Default.WorkerPlan) ?? throw new InvalidOperationException("There is no plan.");
            using var worker = new Worker(plan, to);
            new Thread(() => worker.Listen(from), 256 * 1024) { IsBackground = true, Name = "commands" }.Start();
            worker.Loop();
        }
        catch (Exception broken)
        {
            to.WriteLine(JsonSerializer.Serialize(new WorkerReport { Kind = WorkerReport.Failed, Problem = broken.ToString() }, WorkerJson.Default.WorkerReport));
            to.Flush();
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _connections.Dispose();
        _wakeup.Dispose();
        _poller.Dispose();
    }

    private void Listen(TextReader from)
    {
        while (from.ReadLine() is { } line)
        {
            if (JsonSerializer.Deserialize(line, WorkerJson.Default.WorkerCommand) is { } command)
            {
                _commands.Enqueue(command);
                _wakeup.Wake();
            }
        }

        // without a parent there is nobody to work for
        _commands.Enqueue(new WorkerCommand { Do = WorkerCommand.Stop });
        _wakeup.Wake();
    }

    private void Loop()
    {
        Promptness.Ask();
        Report(WorkerReport.Ready);
        _nextReport = Clock.Now + Clock.Second;
        var woke = Clock.Now;
        while (!_stopped)
        {
            Turn(Clock.Now);
            var now = Clock.Now;
            var next = Math.Min(Math.Min(_wheel.Next(now), _nextReport), Math.Min(_behaviour.Next, _connecting.Next));
            _worstTurn = Math.Max(_worstTurn, now - woke);
            var count = _poller.Wait(Math.Clamp(next - now, 0, Clock.Second));
            woke = Clock.Now;
            for (var i = 0; i < count; i++)
            {
                var (events, tag) = _poller[i];
                if (tag == Wakeup.Tag)
                {
                    _wakeup.Clear();
                }
                else
                {
                    _connections.Handle(tag, events);
                }
            }
        }
    }

    private void Turn(long now)
    {
        while (_commands.TryDequeue(out var command))
        {
            Obey(command, now);
        }

        _connecting.Turn(now);
        _behaviour.Turn(now);
        _wheel.Turn(now, _remind);
        if (now >= _nextReport)
        {
            Report(WorkerReport.Progress);
            _nextReport += Clock.Second;
        }
    }

    private void Obey(WorkerCommand command, long now)
    {
        switch (command.Do)
        {
            case WorkerCommand.Connect:
                _connecting.Set(command.Count, command.Rate, now);
                break;
            case WorkerCommand.Mark:
                Report(WorkerReport.Marked);
                break;
            case WorkerCommand.Stop:
                _crowd.WriteOpenChats();
                Report(WorkerReport.Done);
                _stopped = true;
                break;
            default:
                _behaviour.Command(command, now);
                break;
        }
    }

    private void Report(string kind)
    {
        var tally = _crowd.Tally;
        tally[Count.BytesIn] = _connections.BytesIn;
        tally[Count.BytesOut] = _connections.BytesOut;
        tally[Count.PingsAnswered] = _connections.PingsAnswered;
        tally[Gauge.Undelivered] = _crowd.CountUndelivered();
        var report = new WorkerReport
        {
            Kind = kind,
            Counts = tally.Counts,
            Gauges = tally.Gauges,
            Latencies = tally.TakeLatencies(),
            Matches = _crowd.Journal.TakeMatches(),
            Chats = _crowd.Journal.TakeChats(),
            Errors = tally.Errors,
            Ends = tally.Ends,
            WorstTurn = _worstTurn,
        };
        _worstTurn = 0;
        _to.WriteLine(JsonSerializer.Serialize(report, WorkerJson.Default.WorkerReport));
        _to.Flush();
    }
}
