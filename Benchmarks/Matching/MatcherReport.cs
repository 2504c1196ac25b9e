namespace Whisper.Benchmarks.Matching;

internal static class MatcherReport
{
    public static void Run(string[] args)
    {
        var crowd = new Crowd(int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture));
        var traffic = new Traffic(crowd, int.Parse(args[0], System.Globalization.CultureInfo.InvariantCulture), args[2] == "1");
        for (var round = 0; round < 12; round++)
        {
            var people = Enumerable.Range(0, 50_000).Select(_ => crowd.Next()).ToArray();
            var before = GC.GetTotalAllocatedBytes(true);
            var cpu = System.Diagnostics.Process.GetCurrentProcess().TotalProcessorTime; var clock = System.Diagnostics.Stopwatch.StartNew();
            foreach (var p in people)
            {
                traffic.Join(p);
            }

            clock.Stop();
            var cpu2 = System.Diagnostics.Process.GetCurrentProcess().TotalProcessorTime - cpu;
            Console.WriteLine($"{50_000 / clock.Elapsed.TotalSeconds:n0}/s cpu {50_000 / cpu2.TotalSeconds:n0}/s {(GC.GetTotalAllocatedBytes(true) - before) / 50_000} B/join");
        }

        var c = traffic.Counts;
        Console.WriteLine($"{traffic.Waiting} {c.ExactMatches * 100 / c.Joins} {c.OverlapMatches * 100 / c.Joins} {c.Refusals * 100 / c.Joins} {c.Enrolments * 100 / c.Joins} {c.Timeouts * 100 / c.Joins}");
    }
}
