using System.Globalization;
using Whisper.Gateway.Transports.Epoll;
using Xunit;

namespace Whisper.Tests.Gateway.Transports.Epoll;

public sealed class TimeSliceTests
{
    [Fact]
    public void Shorten_GivesThisThreadTheLeastSlice_AndNoOther()
    {
        Assert.SkipUnless(Slice() > 0 && Environment.OSVersion.Version >= new Version(6, 12), "This kernel knows no slices of a thread.");
        var (usual, shortened) = (Slice(), 0L);
        var thread = new Thread(() =>
        {
            TimeSlice.Shorten();
            shortened = Slice();
        });
        thread.Start();
        thread.Join();
        Assert.Equal(100_000, shortened);
        Assert.Equal(usual, Slice());
        Assert.True(usual > shortened);
    }

    // nanoseconds; 0 where the kernel does not tell
    private static long Slice() => File.Exists("/proc/thread-self/sched") && File.ReadLines("/proc/thread-self/sched").FirstOrDefault(line => line.StartsWith("se.slice", StringComparison.Ordinal)) is { } line
        ? long.Parse(line.Split(':')[1], CultureInfo.InvariantCulture)
        : 0;
}
