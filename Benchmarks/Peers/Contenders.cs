using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using Whisper.LocalCluster;

namespace Whisper.Benchmarks.Peers;

/// <summary>Whisper and its peers, as <c>tools/bench-peers.sh</c> builds them.</summary>
internal static class Contenders
{
    // as often as the others look after a connection
    private static readonly Dictionary<string, string> KeepAlive = new() { ["Whisper__Gateway__PingInterval"] = "00:02:00", ["Whisper__Gateway__SilenceTimeout"] = "00:05:00" };

    private static readonly Dictionary<string, string> Production = new() { ["NODE_ENV"] = "production" };

    /// <summary>All of them, in the page's order.</summary>
    public static IReadOnlyList<Contender> All { get; } =
    [
        new()
        {
            Name = "whisper",
            Title = $"Whisper standalone ({RuntimeInformation.FrameworkDescription})",
            Adapter = "whisper",
            Environment = KeepAlive,
            Command = [.. DotNet("Standalone", "Whisper.Standalone"), "--Whisper:Limits:Enabled=false", $"--Whisper:DataDirectory={Checkout.PathOf("artifacts", "peers", "data")}"],
        },
        new()
        {
            Name = "cluster",
            Title = $"Whisper's cluster, a silo and a gateway ({RuntimeInformation.FrameworkDescription})",
            Adapter = "whisper",
            Environment = new(KeepAlive) { ["Whisper__Limits__Enabled"] = "false", ["Logging__LogLevel__Default"] = "Warning" },
        },
        new() { Name = "websockets", Title = $"ASP.NET Core WebSockets ({RuntimeInformation.FrameworkDescription})", Adapter = "whisper", Command = DotNet("Peers/WebSockets", "Whisper.Peers.WebSockets") },
        new() { Name = "signalr", Title = $"ASP.NET Core SignalR ({RuntimeInformation.FrameworkDescription})", Adapter = "signalr", Command = DotNet("Peers/SignalR", "Whisper.Peers.SignalR") },
        Node("ws", "`ws`", "ws", "Ws", "whisper"),
        Node("socket.io", "Socket.IO", "socket.io", "SocketIo", "socket.io"),
        Node("colyseus", "Colyseus", "@colyseus/core", "Colyseus", "colyseus"),
        new() { Name = "epoll", Title = $"C epoll relay, the floor ({Says("cc", "-dumpfullversion", "gcc ")})", Adapter = "whisper", Command = ["artifacts/peers/relay", "PORT"] },
    ];

    private static string[] DotNet(string project, string assembly) => ["dotnet", $"{project}/bin/Release/net10.0/{assembly}.dll", "--urls", "http://127.0.0.1:PORT"];

    private static Contender Node(string name, string title, string package, string folder, string adapter) => new()
    {
        Name = name,
        Title = $"{title} {Version(folder, package)} (Node.js {Says("node", "--version", "").TrimStart('v')})",
        Adapter = adapter,
        Command = ["node", $"Peers/{folder}/server.mjs", "PORT"],
        Environment = Production,
    };

    private static string Version(string folder, string package)
    {
        using var locked = JsonDocument.Parse(File.ReadAllText(Checkout.PathOf("Peers", folder, "package-lock.json")));
        return locked.RootElement.GetProperty("packages").GetProperty($"node_modules/{package}").GetProperty("version").GetString()!;
    }

    private static string Says(string program, string argument, string before)
    {
        using var process = Process.Start(new ProcessStartInfo(program, argument) { RedirectStandardOutput = true })!;
        return before + process.StandardOutput.ReadToEnd().Trim();
    }
}
