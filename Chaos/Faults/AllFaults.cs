using Whisper.Chaos.Staging;

namespace Whisper.Chaos.Faults;

/// <summary>The rows of the table, in its order.</summary>
internal static class AllFaults
{
    private static readonly Func<IFault>[] Makers =
    [
        () => new SiloKilled(),
        () => new SiloFrozen(),
        () => new RollingDeploy(),
        () => new GatewayKilled(),
        () => new GatewayDrained(),
        () => new RedisKilled(),
        () => new RedisWiped(),
        () => new NatsKilled(),
        () => new PostgresStopped(),
        () => new NetworkCut(),
        () => new BucketSiloKilled(),
        () => new GatewayAndSiloKilled(),
        () => new EverythingKilled(),
    ];

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Makers.Select(make => make().Name)];

    /// <summary>What the table calls them.</summary>
    public static IReadOnlyList<string> Titles { get; } = [.. Makers.Select(make => make().Title)];

    /// <summary>A new one: each run of a row has its own.</summary>
    public static IFault Make(string name) => Makers.Select(make => make()).First(fault => fault.Name == name);
}
