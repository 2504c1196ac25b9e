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

    /// <summary>Its program, as on a command line in the checkout's root; <c>PORT</c> stands for the port.</summary>
    public required string[] Command { get; init; }

    /// <summary>Variables that it gets.</summary>
    public Dictionary<string, string> Environment { get; init; } = [];

    /// <summary>The one that everybody is compared with.</summary>
    public bool IsWhisper => Name == "whisper";
}
