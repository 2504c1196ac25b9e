using System.Globalization;

namespace Whisper.Silo.Cluster;

/// <summary>All silos must agree on the time: tickets, graces and leases are judged by whichever silo holds them.</summary>
internal static class ClockRule
{
    /// <summary>How far a silo's clock may be off.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(30);

    /// <summary>What is wrong with a clock that showed <paramref name="own"/> when Redis' showed <paramref name="redis"/>.</summary>
    public static string? Problem(DateTimeOffset own, DateTimeOffset redis)
    {
        var off = own - redis;
        return off.Duration() <= Tolerance
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"this machine's clock is {off.Duration().TotalSeconds:0} s {(off > TimeSpan.Zero ? "ahead of" : "behind")} that of Redis; at most {Tolerance.TotalSeconds:0} s are tolerated. Synchronise both with NTP.");
    }
}
