using System.Text.Json.Serialization;

namespace Whisper.LoadTest.Workers;

/// <summary>The first line that a worker reads.</summary>
/// <param name="Worker">Its number, from 0.</param>
/// <param name="First">The number of its first person in the run.</param>
/// <param name="Users">How many people it has.</param>
/// <param name="Options">What was asked for.</param>
internal sealed record WorkerPlan(int Worker, int First, int Users, LoadOptions Options);

/// <summary>A line that a worker writes.</summary>
internal sealed record WorkerReport
{
    /// <summary>Once, when the plan is understood.</summary>
    public const string Ready = "ready";

    /// <summary>Once a second.</summary>
    public const string Progress = "progress";

    /// <summary>The answer to <see cref="WorkerCommand.Mark"/>.</summary>
    public const string Marked = "marked";

    /// <summary>The answer to <see cref="WorkerCommand.Stop"/>, and the last line.</summary>
    public const string Done = "done";

    /// <summary>It cannot go on.</summary>
    public const string Failed = "failed";

    /// <summary>What it is: one of the constants here.</summary>
    public required string Kind { get; init; }

    /// <summary>In what order of <see cref="Measuring.Count"/>: what happened since the worker began.</summary>
    public long[] Counts { get; init; } = [];

    /// <summary>In the order of <see cref="Measuring.Gauge"/>: how things are.</summary>
    public long[] Gauges { get; init; } = [];

    /// <summary>By <see cref="Measuring.Latency"/>: what was timed since the last report.</summary>
    public Dictionary<string, string> Latencies { get; init; } = [];

    /// <summary>Since the last report.</summary>
    public string? Matches { get; init; }

    /// <summary>Since the last report.</summary>
    public string? Chats { get; init; }

    /// <summary>Error frames by code since the worker began.</summary>
    public Dictionary<string, long> Errors { get; init; } = [];

    /// <summary>Unwanted ends by code since the worker began.</summary>
    public Dictionary<string, long> Ends { get; init; } = [];

    /// <summary>The longest turn of the loop since the last report, in microseconds: for how much of a latency this program is to blame.</summary>
    public long WorstTurn { get; init; }

    /// <summary>What went wrong.</summary>
    public string? Problem { get; init; }
}

/// <summary>Writes and reads the lines without reflection, which a worker would pay for in memory.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WorkerPlan))]
[JsonSerializable(typeof(WorkerReport))]
[JsonSerializable(typeof(WorkerCommand))]
internal sealed partial class WorkerJson : JsonSerializerContext;
