using System.Diagnostics;
using System.Globalization;
using Whisper.Fuzz.Running;
using Whisper.Gateway.Transports.Epoll;
using Whisper.LocalCluster;
using Whisper.Tests.Gateway.Support;
using Xunit;
using static Whisper.Tests.Support.Eventually;

namespace Whisper.Tests.Gateway.Transports.Hostile;

/// <summary>What happens to a process, not to a connection: it runs out of descriptors, and it is asked to end.</summary>
public sealed class ProcessTests : IDisposable
{
    private const int Spare = 5;
    private const int Callers = 40;
    private const int Plenty = 1000;

    private readonly string _folder = Directory.CreateTempSubdirectory("whisper-process-").FullName;

    // On ASP.NET Core's transport, which says nothing when descriptors run out, a connection that was there was once lost with them: that one makes no such promise.
    [Theory]
    [InlineData(TransportList.Epoll)]
    public async Task OutOfDescriptors_HarmsNobodyWhoIsConnectedAndPasses_AndTerminationDrains(string transport)
    {
        using var process = Start(transport);
        var address = await Ready(process);
        var (first, second) = await Pair(address);

        Allow(process, Descriptors(process) + Headroom.Kept + Spare);
        var callers = new List<RawClient>();
        for (var i = 0; i < Callers; i++)
        {
            callers.Add(await RawClient.Tcp(address));
            await callers[^1].SendWhileOpen([Fuzz.Wire.WireClient.Handshake]);
        }

        await True(() => process.Tail(200).Contains("Out of file descriptors", StringComparison.Ordinal), "the log says so");

        await Talk(first, second, 1);
        callers.ForEach(caller => caller.Drop());
        await True(() => CanJoin(address), "there is room again");
        await Talk(first, second, 2);

        process.Send(Signal.Terminate);
        foreach (var client in (ChatClient[])[first, second])
        {
            await client.Expect("drain");
            await client.ExpectClose(4000);
            client.Raw.Drop();
        }

        using var patience = new CancellationTokenSource(RawClient.Patience);
        await process.WaitForExit(patience.Token);
        Assert.Equal(0, process.ExitCode);
    }

    [Fact]
    public async Task NoDescriptorAtAll_CallersAreToldSo_UntilThereAreSome()
    {
        using var process = Start(TransportList.Epoll);
        var address = await Ready(process);
        var (first, second) = await Pair(address);
        await Talk(first, second, 1);

        Allow(process, Descriptors(process));
        await True(async () => await StatusOf(address) == 503, "a caller is told that there is no room");

        Allow(process, Plenty);
        await True(() => CanJoin(address), "there is room again");
        await Talk(first, second, 2);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private ChildProcess Start(string transport) => ChildProcess.Start(new ProcessPlan(
        transport,
        "dotnet",
        [
            "exec", Path.Combine(AppContext.BaseDirectory, "Whisper.Standalone.dll"), "--urls", "http://127.0.0.1:0", $"--Whisper:DataDirectory={_folder}/{transport}",
            $"--Whisper:Gateway:Transport={transport}", "--Whisper:Gateway:DrainWindow=00:00:00", "--Whisper:Limits:NewConnectionsPerMinute=10000",
        ],
        new Dictionary<string, string>(),
        _folder,
        Path.Combine(_folder, $"{transport}.log")));

    private static async Task<Uri> Ready(ChildProcess process)
    {
        const string Sign = "Whisper is ready at ";
        string? line = null;
        await True(() => (line = process.Tail(200).Split('\n').FirstOrDefault(item => item.StartsWith(Sign, StringComparison.Ordinal))) is not null || process.HasExited, "it is ready");
        Assert.NotNull(line);
        return new Uri(line[Sign.Length..].Trim());
    }

    private static async Task<(ChatClient First, ChatClient Second)> Pair(Uri address)
    {
        var (first, second) = (await ChatClient.Join(address), await ChatClient.Join(address));
        foreach (var client in (ChatClient[])[first, second])
        {
            await client.Find("chess", "go");
            await client.Expect("searching");
        }

        await first.Expect("match_found");
        await second.Expect("match_found");
        return (first, second);
    }

    private static async Task Talk(ChatClient from, ChatClient to, int n)
    {
        await from.Say(n, "still here");
        Assert.Equal(n, (await to.Expect("message")).GetProperty("n").GetInt64());
        await to.Ack(n);
        await from.Expect("delivered");
    }

    private static async Task<bool> CanJoin(Uri address) => await StatusOf(address) == 101;

    private static async Task<int> StatusOf(Uri address)
    {
        try
        {
            await using var client = await RawClient.Connect(address);
            return client.Status;
        }
        catch (IOException)
        {
            // turned away before it had said what it wanted, so that the answer went with the connection
            return 0;
        }
    }

    private static int Descriptors(ChildProcess process) => Directory.GetFiles($"/proc/{process.Id}/fd").Length;

    private static void Allow(ChildProcess process, int descriptors)
    {
        // the soft limit alone: the hard one could not be raised again
        using var prlimit = Process.Start("prlimit", ["--pid", process.Id.ToString(CultureInfo.InvariantCulture), $"--nofile={descriptors.ToString(CultureInfo.InvariantCulture)}:"]);
        prlimit.WaitForExit();
        Assert.Equal(0, prlimit.ExitCode);
    }
}
