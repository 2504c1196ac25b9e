namespace Whisper.Benchmarks.Peers;

/// <summary>A contender while it runs; disposed of, it ends.</summary>
internal interface IContenderServer : IAsyncDisposable
{
    /// <summary>Where it serves.</summary>
    string Url { get; }

    /// <summary>The processes whose time and memory are its own, as <c>name=id</c>.</summary>
    IReadOnlyList<string> Pids { get; }

    /// <summary>The end of its log if it has ended, else null.</summary>
    string? LastWords { get; }
}
