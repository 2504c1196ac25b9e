using Whisper.LocalCluster.Servers;

namespace Whisper.LocalCluster.Nodes;

/// <summary>A process of our own: a silo or a gateway, from what the checkout has built.</summary>
public abstract class Node(string name, string folder, int port, IReadOnlyDictionary<string, string> environment) : Server(name, folder, port)
{
    /// <summary>Where it answers: a silo's operators' side, a gateway's front.</summary>
    public string Url => $"http://127.0.0.1:{Port}";

    /// <summary>Its project.</summary>
    protected abstract string Project { get; }

    /// <summary>What it is told besides <see cref="Environment"/> of every node.</summary>
    protected abstract IReadOnlyDictionary<string, string> Own { get; }

    // a busy machine starts a runtime slowly, and a cluster that was killed first has to find out who is gone
    /// <inheritdoc />
    protected override TimeSpan Patience => TimeSpan.FromSeconds(90);

    /// <inheritdoc />
    public override ProcessPlan Plan => new(
        Name,
        "dotnet",
        ["exec", Assembly],
        Own.Concat(environment).GroupBy(pair => pair.Key).ToDictionary(group => group.Key, group => group.Last().Value),
        // where its own settings file is
        Path.GetDirectoryName(Assembly)!,
        LogFile);

    private string Assembly => Checkout.PathOf("artifacts", "publish", Project, $"Whisper.{Project}.dll");

    /// <inheritdoc />
    public override Task Launch(CancellationToken cancellation = default) => File.Exists(Assembly)
        ? base.Launch(cancellation)
        : throw new InvalidOperationException($"{Project} is not built: run make build.");

    /// <summary>Whether it is ready, and what is missing.</summary>
    public Task<Readiness> Look(CancellationToken cancellation = default) => Readiness.Of(Url, cancellation);

    /// <inheritdoc />
    protected override async Task<bool> IsServing(CancellationToken cancellation) => (await Look(cancellation)).IsReady;
}
