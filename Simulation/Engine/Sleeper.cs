using System.Threading.Tasks.Sources;

namespace Whisper.Simulation.Engine;

/// <summary>Waits on the virtual clock without allocating: a run has some hundred million such waits.</summary>
internal sealed class Sleeper(VirtualTime time)
{
    private readonly Stack<Sleep> _spare = new();

    /// <summary>Completes after a time. To be awaited once, without the context: it goes on where the clock rings, which is the one thread there is.</summary>
    public ValueTask For(TimeSpan duration)
    {
        var sleep = _spare.TryPop(out var spare) ? spare : new Sleep(this);
        time.Schedule(duration, sleep);
        return sleep.Wait();
    }

    private sealed class Sleep(Sleeper owner) : IValueTaskSource, IDue
    {
        private ManualResetValueTaskSourceCore<bool> _core;

        public ValueTask Wait() => new(this, _core.Version);

        public void Ring(int setting) => _core.SetResult(true);

        public void GetResult(short token)
        {
            _core.GetResult(token);
            _core.Reset();
            owner._spare.Push(this);
        }

        public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

        public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
            _core.OnCompleted(continuation, state, token, flags);
    }
}
