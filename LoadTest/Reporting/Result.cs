using System.Text.Json;
using System.Text.Json.Serialization;

namespace Whisper.LoadTest.Reporting;

/// <summary>What a run has found: the JSON file, and what the page is made of.</summary>
internal sealed record Result
{
    /// <summary>The scenario's name.</summary>
    public required string Scenario { get; init; }

    /// <summary>The command line.</summary>
    public required string Command { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What it ran on.</summary>
    public required string Machine { get; init; }

    /// <summary>What was asked for, with everything filled in.</summary>
    public required LoadOptions Options { get; init; }

    /// <summary>Whether nothing was violated and every requirement holds.</summary>
    public bool Passed { get; init; }

    /// <summary>The figures by their name: counts as such, latencies in milliseconds, memory in bytes, processor time in microseconds, rates per second.</summary>
    public required SortedDictionary<string, double> Figures { get; init; }

    /// <summary>What was required, and what came of it.</summary>
    public required IReadOnlyList<Verdict> Verdicts { get; init; }

    /// <summary>Error frames by code.</summary>
    public required IReadOnlyDictionary<string, long> Errors { get; init; }

    /// <summary>Unwanted ends of connections by their code.</summary>
    public required IReadOnlyDictionary<string, long> Ends { get; init; }

    /// <summary>Second by second, from the beginning.</summary>
    public required IReadOnlyList<Sample> Series { get; init; }

    /// <summary>Latencies of the measured time: points of the distribution.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<Point>> Distributions { get; init; }

    /// <summary>What was measured at levels: of users in <c>idle</c>, of tiers in <c>tiers</c>.</summary>
    public required IReadOnlyList<Level> Levels { get; init; }

    /// <summary>It as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ResultJson.Default.Result);
}

/// <summary>A requirement and what came of it.</summary>
/// <param name="Requirement">For example <c>message.p99&lt;=100</c>.</param>
/// <param name="Actual">What the figure is; null when the run has no such figure.</param>
/// <param name="Holds">Whether it holds.</param>
internal sealed record Verdict(string Requirement, double? Actual, bool Holds);

/// <summary>A second of the run.</summary>
/// <param name="Second">Seconds since the beginning.</param>
/// <param name="Phase">What was going on.</param>
/// <param name="Values">Figures of this second, named as in <see cref="Result.Figures"/>.</param>
internal sealed record Sample(double Second, string Phase, IReadOnlyDictionary<string, double> Values);

/// <summary>A point of a distribution.</summary>
/// <param name="Percentile">From 0 to 100.</param>
/// <param name="Ms">The latency there, in milliseconds.</param>
internal sealed record Point(double Percentile, double Ms);

/// <summary>A level and its figures.</summary>
/// <param name="Name">For example <c>2,000 connections</c>.</param>
/// <param name="Figures">As in <see cref="Result.Figures"/>.</param>
internal sealed record Level(string Name, IReadOnlyDictionary<string, double> Figures);

/// <summary>Writes results.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Result))]
internal sealed partial class ResultJson : JsonSerializerContext;
