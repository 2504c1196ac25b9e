using System.Diagnostics;
using Xunit;

namespace Whisper.Tests.Gateway.Support;

/// <summary>Waits for what happens elsewhere.</summary>
internal static class Eventually
{
    public static Task True(Func<bool> holds, string what) => True(() => Task.FromResult(holds()), what);

    public static async Task True(Func<Task<bool>> holds, string what)
    {
        var watch = Stopwatch.StartNew();
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!await holds())
        {
            Assert.True(watch.Elapsed < RawClient.Patience, $"Never came true: {what}.");
            await look.WaitForNextTickAsync();
        }
    }
}
