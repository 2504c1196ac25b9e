using System.Diagnostics;
using Xunit;

namespace Whisper.Tests.Support;

/// <summary>Waits for what happens elsewhere.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);

    // a look may cost a server a process: PostgreSQL has one for each connection
    private static readonly TimeSpan LongestLook = TimeSpan.FromMilliseconds(80);

    /// <summary>Returns when it holds, which is asked every 10 ms.</summary>
    /// <param name="holds">What is waited for.</param>
    /// <param name="what">What a failure says never came true.</param>
    public static Task True(Func<bool> holds, string what) => True(() => Task.FromResult(holds()), what, Look, Patience, instead: null);

    /// <summary>Returns when it holds, which is asked after 10 ms, 20 ms and so on up to every 80 ms.</summary>
    /// <param name="holds">What is waited for.</param>
    /// <param name="what">What a failure says never came true.</param>
    /// <param name="patience">After how long it is one; 20 s when nothing else is said.</param>
    /// <param name="instead">What it says of how things are instead.</param>
    public static Task True(Func<Task<bool>> holds, string what, TimeSpan? patience = null, Func<Task<string>>? instead = null) =>
        True(holds, what, LongestLook, patience ?? Patience, instead);

    private static async Task True(Func<Task<bool>> holds, string what, TimeSpan longest, TimeSpan patience, Func<Task<string>>? instead)
    {
        var watch = Stopwatch.StartNew();
        using var look = new PeriodicTimer(Look);
        while (!await holds())
        {
            if (watch.Elapsed > patience)
            {
                Assert.Fail($"Never came true: {what}. {await (instead?.Invoke() ?? Task.FromResult(""))}");
            }

            await look.WaitForNextTickAsync(TestContext.Current.CancellationToken);
            look.Period = look.Period * 2 < longest ? look.Period * 2 : longest;
        }
    }
}
