namespace Whisper.Grains.Runtime;

/// <summary>Repeats idempotent calls whose outcome is unknown.</summary>
internal static class Retry
{
    /// <summary>
    /// Calls until it returns, <paramref name="attempts"/> times at most with growing pauses (50 ms, 100 ms, … 2 s); then the last
    /// exception goes on to the caller.
    /// </summary>
    public static async Task<T> Call<T>(Func<Task<T>> call, TimeProvider time, int attempts)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await call();
            }
            catch (Exception) when (attempt < attempts)
            {
                await Pause(time, attempt);
            }
        }
    }

    /// <inheritdoc cref="Call{T}"/>
    // A loop of its own: through the other a call would pass through three state machines (docs/decisions/0016-what-a-search-costs.md).
    public static async Task Call(Func<Task> call, TimeProvider time, int attempts)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await call();
                return;
            }
            catch (Exception) when (attempt < attempts)
            {
                await Pause(time, attempt);
            }
        }
    }

    private static Task Pause(TimeProvider time, int attempt) => Task.Delay(TimeSpan.FromMilliseconds(Math.Min(2000, 25 << attempt)), time);
}
