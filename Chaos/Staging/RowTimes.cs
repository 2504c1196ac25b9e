using Whisper.Chaos.Checking;
using Whisper.Chaos.Loops;

namespace Whisper.Chaos.Staging;

/// <summary>The times that are part of a row's definition; everything else waits for conditions.</summary>
/// <param name="Baseline">How long chats are measured right before the fault, where a row has no other time for it.</param>
/// <param name="Frozen">How long a silo is frozen.</param>
/// <param name="Down">How long Redis or NATS is gone.</param>
/// <param name="PostgresDown">How long PostgreSQL is gone.</param>
/// <param name="FaultLasts">How long chats are measured from the fault on, at least: percentiles are over what was said then.</param>
/// <param name="SearchesEnd">Whether a row waits until the last search has ended.</param>
/// <param name="Waiting">How many people wait in a bucket when its silo is killed.</param>
/// <param name="Cut">How many chats have a network cut.</param>
public sealed record RowTimes(TimeSpan Baseline, TimeSpan Frozen, TimeSpan Down, TimeSpan PostgresDown, TimeSpan FaultLasts, bool SearchesEnd, int Waiting, int Cut)
{
    /// <summary>When a search changes its tier. Default 10 s, the product's.</summary>
    public TimeSpan Tier2After { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>When a search ends. Default 30 s, the product's.</summary>
    public TimeSpan SearchTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a gateway bears with a silent peer. Default 35 s, the product's.</summary>
    public TimeSpan SilenceTimeout { get; init; } = TimeSpan.FromSeconds(35);

    /// <summary>How long, from the first joins on, until as many people go as come: the last who find nobody time out. None in the short version.</summary>
    public TimeSpan Even { get; init; }

    /// <summary>
    /// How long a silo that is back and ready serves before the next one is asked to end, as docs/operations.md has it for a deploy: until then it compiles what it runs, and is to carry no
    /// more than its share. None in the short version.
    /// </summary>
    public TimeSpan Settle { get; init; }

    /// <summary>The settings that make the product keep these times.</summary>
    public IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>
    {
        ["Whisper__Matching__Tier2After"] = $"{Tier2After}",
        ["Whisper__Matching__Timeout"] = $"{SearchTimeout}",
        ["Whisper__Gateway__SilenceTimeout"] = $"{SilenceTimeout}",
        ["Whisper__Gateway__PingInterval"] = $"{SilenceTimeout * 3 / 7}",
    };

    /// <summary>The same rules for a cluster with these settings.</summary>
    internal CheckRules Apply(CheckRules rules) => rules with { Tier2After = Clock.Micros(Tier2After), SearchTimeout = Clock.Micros(SearchTimeout) };

    /// <summary>Those of the table.</summary>
    public static RowTimes Full { get; } = new(
        TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(20), true, 200, 20)
    {
        Even = TimeSpan.FromSeconds(40),
        Settle = TimeSpan.FromSeconds(30),
    };

    /// <summary>Shorter ones, for <c>make test</c>.</summary>
    public static RowTimes Short { get; } = new(
        TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(4), false, 100, 4)
    {
        Tier2After = TimeSpan.FromSeconds(4),
        SearchTimeout = TimeSpan.FromSeconds(10),
        SilenceTimeout = TimeSpan.FromSeconds(10),
    };
}
