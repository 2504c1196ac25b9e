using System.Diagnostics;
using Whisper.LocalCluster.Servers;
using Whisper.Tests.Gateway.Support;
using Whisper.Tests.Support;
using Xunit;

namespace Whisper.Tests.Deploy;

/// <summary>HAProxy in front of real gateways.</summary>
public sealed class HaproxyChatTests
{
    [Fact]
    public async Task AChat_GoesThroughTls()
    {
        await using var product = await ProductHost.Start();
        await using var door = await FrontDoor.Start([product.Address.Port]);
        var interests = product.Interests();
        await using var first = await ChatClient.Connect(door.Tls, $"Origin: {door.Server.TlsUrl}");
        await using var second = await ChatClient.Join(door.Plain);
        await first.Hello();
        await first.Find(interests);
        await second.Find(interests);
        await first.Expect("searching");
        await second.Expect("searching");
        await first.Expect("match_found");
        await second.Expect("match_found");
        await first.Say(1, "over the wire");
        Assert.Equal("over the wire", (await second.Expect("message")).GetProperty("text").GetString());
    }

    [Fact]
    public async Task ForeignPages_AreRefusedAsWithoutAProxy()
    {
        await using var gateway = await GatewayHost.Start();
        await using var door = await FrontDoor.Start([gateway.Address.Port]);
        foreach (var (origin, status) in ((string, int)[])[(door.Server.TlsUrl, 101), ("https://localhost", 403), ("https://evil.example", 403)])
        {
            await using var client = await RawClient.Connect(door.Tls, headers: [$"Origin: {origin}"]);
            Assert.Equal(status, client.Status);
        }
    }

    [Fact]
    public async Task Gateways_CountByTheAddressThatHaproxySaw()
    {
        await using var gateway = await GatewayHost.Start(("Gateway:TrustedProxies:0", "127.0.0.1"), ("Limits:NewConnectionsPerMinute", "2"));
        await using var door = await FrontDoor.Start([gateway.Address.Port]);
        await using var first = await Pretender(1);
        await first.Hello();
        await using var second = await Pretender(2);
        await second.Hello();
        await using var third = await Pretender(3);
        await third.ExpectClose(4429);

        Task<ChatClient> Pretender(int number) => ChatClient.Connect(door.Plain, $"X-Forwarded-For: 203.0.113.{number}");
    }

    [Fact]
    public async Task AnOpenChat_StaysThroughAReload()
    {
        await using var gateway = await GatewayHost.Start();
        await using var door = await FrontDoor.Start([gateway.Address.Port]);
        await using var client = await ChatClient.Join(door.Tls);
        await door.Server.Reload(TestContext.Current.CancellationToken);
        await Eventually.True(() => File.ReadAllText(door.Server.LogFile).Split("Loading success").Length == 3, "HAProxy has read its configuration again");
        await client.ExpectQuiet();
    }

    /// <summary>It serves before it listens to signals, the longer the less time the machine has.</summary>
    [Fact]
    public async Task Reload_OfOneThatHasJustBegun_IsNotLost()
    {
        var folder = Directory.CreateTempSubdirectory("whisper-haproxy-").FullName;
        await using (var haproxy = new HaproxyServer(folder))
        {
            await haproxy.Launch(TestContext.Current.CancellationToken);
            await haproxy.Reload(TestContext.Current.CancellationToken);
            await Eventually.True(() => File.ReadAllText(haproxy.LogFile).Split("Loading success").Length == 3, "HAProxy has read its configuration again");
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task ConfigurationOfCompose_IsAccepted()
    {
        var folder = Directory.CreateTempSubdirectory("whisper-haproxy-").FullName;
        var start = new ProcessStartInfo("haproxy", ["-c", "-f", Repository.PathOf("deploy", "haproxy", "haproxy.cfg"), "-f", Repository.PathOf("deploy", "haproxy", "gateways.cfg")])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            Environment =
            {
                ["PATH"] = $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin",
                ["HAPROXY_COOKIE_KEY"] = "key",
                ["HAPROXY_CERTIFICATE"] = await Certificate.In(folder, TestContext.Current.CancellationToken),
            },
        };
        // the program itself is looked for on our own PATH
        start.FileName = File.Exists("/usr/sbin/haproxy") ? "/usr/sbin/haproxy" : start.FileName;
        using var process = Process.Start(start)!;
        var said = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0 && said.Length == 0, said);
        Directory.Delete(folder, recursive: true);
    }
}
