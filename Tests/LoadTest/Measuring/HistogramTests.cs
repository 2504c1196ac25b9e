using Whisper.LoadTest.Measuring;
using Xunit;

namespace Whisper.Tests.LoadTest.Measuring;

public sealed class HistogramTests
{
    [Fact]
    public void Histograms_OfSeveralWorkers_AreTogetherAsOne()
    {
        var random = new Random(1);
        var (one, all) = (new Histogram(), new Histogram());
        for (var worker = 0; worker < 4; worker++)
        {
            var own = new Histogram();
            for (var i = 0; i < 5_000; i++)
            {
                var value = (long)Math.Exp(random.NextDouble() * 18);
                own.Record(value);
                one.Record(value);
            }

            all.Decode(own.Encode());
        }

        Assert.Equal(one.Count, all.Count);
        Assert.All((double[])[1, 50, 90, 99, 99.9, 100], percentile => Assert.Equal(one.Percentile(percentile), all.Percentile(percentile)));
    }

    [Fact]
    public void Values_OutsideTheRange_AreItsEnds()
    {
        var histogram = new Histogram();
        histogram.Record(-5);
        histogram.Record(long.MaxValue);
        Assert.Equal(2, histogram.Count);
        Assert.InRange(histogram.Max, 120_000_000, 121_000_000);
    }

    [Fact]
    public void Nothing_HasNoPercentiles()
    {
        var histogram = new Histogram();
        Assert.Equal((0, 0, 0), (histogram.Count, histogram.Percentile(99), histogram.Max));
    }

    [Fact]
    public void Slope_ThroughPoints_LeavesOutWhatIsThereAnyway() =>
        Assert.Equal(500, Slope.Of([(2_000, 100_000_000 + (500 * 2_000)), (10_000, 100_000_000 + (500 * 10_000)), (18_000, 100_000_000 + (500 * 18_000))]), 3);

    [Fact]
    public void OwnProcess_IsMeasuredFromOutside()
    {
        var figures = ProcessFigures.Of(Environment.ProcessId, withPss: true);
        Assert.NotNull(figures);
        Assert.InRange(figures.Value.Rss, 10_000_000, 20_000_000_000);
        Assert.InRange(figures.Value.Pss, 1, figures.Value.Rss);
        Assert.True(figures.Value.CpuMicros > 0);
        Assert.Null(ProcessFigures.Of(int.MaxValue));
    }

    [Fact]
    public void Listener_IsFoundByItsPort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var port = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
        Assert.Equal(Environment.ProcessId, Listeners.Of(port));
        listener.Stop();
        Assert.Null(Listeners.Of(port));
    }

    [Fact]
    public void Listener_IsFound_WhileItsProcessOpensAndClosesOthers()
    {
        // theirs are looked at first, being lower
        var others = Open();
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        others.ForEach(file => file.Dispose());
        var isOver = false;
        var busy = new Thread(() =>
        {
            while (!Volatile.Read(ref isOver))
            {
                Open().ForEach(file => file.Dispose());
            }
        });
        busy.Start();
        var found = Enumerable.Range(0, 20).Select(_ => Listeners.Of(((System.Net.IPEndPoint)listener.LocalEndpoint).Port)).ToList();
        Volatile.Write(ref isOver, true);
        busy.Join();
        Assert.All(found, id => Assert.Equal(Environment.ProcessId, id));

        static List<FileStream> Open() => [.. Enumerable.Range(0, 50).Select(_ => File.OpenRead("/proc/self/stat"))];
    }
}
