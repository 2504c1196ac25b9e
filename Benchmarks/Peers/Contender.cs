namespace Whisper.Benchmarks.Peers;

/// <summary>A server that takes part in the comparison.</summary>
internal sealed record Contender
{
    /// <summary>What <c>--only</c> calls it.</summary>
    public required string Name { get; init; }

    /// <summary>What the page calls it, with its version.</summary>
    public required string Title { get; init; }

    /// <summary>What the load tester speaks to it (<c>LoadTest/Adapters</c>).</summary>
    public required string Adapter { get; init; }

    /// <summary>Its program, as on a command line in the checkout's root; <c>PORT</c> stands for the port. Empty: Whisper's cluster.</summary>
    public string[] Command { get; init; } = [];

    /// <summary>Variables that it gets.</summary>
    public Dictionary<string, string> Environment { get; init; } = [];

    /// <summary>The one that everybody is compared with.</summary>
    public bool IsWhisper => Name == "whisper";

    /// <summary>No peer, but Whisper at its full size.</summary>
    public bool IsCluster => Command.Length == 0;

    /// <summary>The least that anybody could do.</summary>
    public bool IsFloor => Name == "epoll";

    /// <summary>Starts it, and returns when it serves.</summary>
    /// <exception cref="InvalidOperationException">It does not; with the end of its log.</exception>
    public async Task<IContenderServer> Start(CancellationToken cancellation)
    {
        if (IsCluster)
        {
            return await ClusterServer.Start(this, cancellation);
        }

        var server = new ContenderServer(this);
        await server.Start(cancellation);
        return server;
    }
}
