using System.Globalization;
using Whisper.LocalCluster;
using Whisper.LocalCluster.Servers;

namespace Whisper.Benchmarks.Peers;

/// <summary>A contender's process.</summary>
internal sealed class ContenderServer(Contender contender) : Server(contender.Name, Checkout.PathOf("artifacts", "peers"), Ports.Free()), IContenderServer
{
    /// <inheritdoc />
    public string Url => $"ws://127.0.0.1:{Port}";

    /// <inheritdoc />
    public IReadOnlyList<string> Pids => [string.Create(CultureInfo.InvariantCulture, $"server={Id}")];

    /// <inheritdoc />
    public string? LastWords => Process is { HasExited: false } ? null : Process?.Tail();

    /// <inheritdoc />
    public override ProcessPlan Plan => new(
        Name,
        contender.Command[0],
        [.. contender.Command.Skip(1).Select(argument => argument.Replace("PORT", Port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal))],
        contender.Environment,
        Checkout.Root,
        LogFile);
}
