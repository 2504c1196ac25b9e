using Whisper.LoadTest.Measuring;

namespace Whisper.LoadTest.Scenarios;

/// <summary>Memory by the part of the whole that needs it.</summary>
internal static class Parts
{
    /// <summary>All of it at one moment, in bytes.</summary>
    private static Dictionary<string, double> Memory(Snapshot snapshot)
    {
        var memory = new Dictionary<string, double>
        {
            ["client.rss"] = snapshot.Clients.Rss,
            ["client.pss"] = snapshot.Clients.Pss,
            ["kernel.slab"] = snapshot.Kernel.Slab,
            ["kernel.tcpBuffers"] = snapshot.Kernel.TcpBuffers,
            ["machine.available"] = snapshot.Kernel.Available,
        };
        foreach (var (part, figures) in snapshot.Servers)
        {
            memory[$"server.{part}.rss"] = figures.Rss;
            memory[$"server.{part}.pss"] = figures.Pss;
        }

        return memory;
    }

    /// <summary>Adds a level to a run: the memory of everything at this moment, <paramref name="chatting"/> people having met.</summary>
    public static Snapshot AddLevel(Stage stage, int users, int chatting = 0)
    {
        var snapshot = stage.Snapshot(withPss: true);
        stage.Levels.Add(new(chatting > 0 ? $"{users:N0} connections, {chatting:N0} chatting" : $"{users:N0} connections", Memory(snapshot)));
        return snapshot;
    }

    /// <summary>What a connection adds to each part, in bytes, by least squares; <c>kernel</c> is for both of its ends.</summary>
    public static Dictionary<string, double> Slopes(IReadOnlyList<(int Users, Snapshot Snapshot)> points)
    {
        double Of(Func<Snapshot, double> memory) => Math.Round(Slope.Of([.. points.Select(point => ((double)point.Users, memory(point.Snapshot)))]), 1);
        var slopes = new Dictionary<string, double>
        {
            ["server"] = Of(snapshot => snapshot.Server.Rss),
            ["client"] = Of(snapshot => snapshot.Clients.Rss),
            ["kernel"] = Of(snapshot => snapshot.Kernel.Slab + snapshot.Kernel.TcpBuffers),
        };
        foreach (var part in points.SelectMany(point => point.Snapshot.Servers.Keys).Distinct())
        {
            slopes[$"server.{part}"] = Of(snapshot => snapshot.Servers.GetValueOrDefault(part).Rss);
        }

        return slopes;
    }
}
