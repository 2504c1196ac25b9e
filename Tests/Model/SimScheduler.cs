namespace Whisper.Tests.Model;

/// <summary>
/// Runs all code of a simulation on one thread, in an order that a seed decides, on a clock that jumps to the next timer
/// when nothing else can run. The same seed gives the same run.
/// </summary>
internal sealed class SimScheduler(int seed) : SynchronizationContext
{
    private readonly List<(SendOrPostCallback Callback, object? State)> _ready = [];

    public Random Random { get; } = new(seed);

    public SimClock Clock { get; } = new();

    public override void Post(SendOrPostCallback d, object? state) => _ready.Add((d, state));

    public override void Send(SendOrPostCallback d, object? state) => d(state);

    /// <summary>Runs until nothing can happen any more before <paramref name="end"/>.</summary>
    public void RunUntil(DateTimeOffset end)
    {
        var outer = Current;
        SetSynchronizationContext(this);
        try
        {
            do
            {
                RunReady();
            }
            while (Clock.AdvanceToNext(end));
        }
        finally
        {
            SetSynchronizationContext(outer);
        }
    }

    private void RunReady()
    {
        while (_ready.Count > 0)
        {
            var index = Random.Next(_ready.Count);
            var (callback, state) = _ready[index];
            _ready[index] = _ready[^1];
            _ready.RemoveAt(_ready.Count - 1);
            callback(state);
        }
    }
}
