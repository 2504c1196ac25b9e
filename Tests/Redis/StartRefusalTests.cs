using System.Diagnostics;
using Whisper.LocalCluster;
using Xunit;

namespace Whisper.Tests.Redis;

/// <summary>What somebody sees who starts a silo or a gateway that cannot work: one sentence a problem, never a hang.</summary>
[Collection(RealServersGroup.Name)]
public sealed class StartRefusalTests(RealServers servers)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static TheoryData<string, string, string> OneSettingWrong => new()
    {
        { "Whisper__Redis__Password", "wrong", "redis: Redis at 127.0.0.1:{redis} refuses user \"whisper\" with the password given; look at Whisper:Redis:User and :Password." },
        { "Whisper__Redis__Port", "1", "redis: Redis at 127.0.0.1:1 does not answer; is it running, and are Whisper:Redis:Host and :Port right?" },
        { "Whisper__Postgres__Password", "wrong", "postgres: PostgreSQL at 127.0.0.1:{postgres} refuses user whisper: check Whisper:Postgres:User and :Password." },
        { "Whisper__Role", "gateway", "Whisper:Role is \"gateway\", but this program is a silo: its settings are meant for another process." },
        { "Whisper__Moderation__EvidenceKey", "", "Whisper:Moderation:EvidenceKey is empty, but Whisper:Redis:Host is set: all silos of a cluster must share one key." },
        { "Whisper__Silo__Address", "no such name", "Whisper:Silo:Address is \"no such name\", which is no address and no name that leads to one." },
    };

    [Theory]
    [MemberData(nameof(OneSettingWrong))]
    public async Task Silo_WithOneSettingWrong_SaysSoAndExitsWith1(string variable, string value, string sentence)
    {
        var environment = servers.Environment();
        environment[variable] = value;
        var (code, errors) = await Run("Whisper.Silo.dll", environment);
        Assert.Equal(1, code);
        Assert.Contains("1 problem(s)", errors, StringComparison.Ordinal);
        var expected = sentence.Replace("{redis}", $"{servers.Redis.Port}", StringComparison.Ordinal).Replace("{postgres}", $"{servers.Postgres.Port}", StringComparison.Ordinal);
        Assert.Contains($"  - {expected}", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gateway_TakesTheSettingsOfSilos_ButNotTheirRole()
    {
        var environment = servers.Environment();
        environment["Whisper__Role"] = "silo";
        environment["Whisper__Silo__SiloPort"] = "11111";
        var (code, errors) = await Run("Whisper.Gateway.dll", environment);
        Assert.Equal(1, code);
        Assert.Contains("1 problem(s)", errors, StringComparison.Ordinal);
        Assert.Contains("this program is a gateway", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RedisThatEvicts_StopsTheStart()
    {
        var folder = Directory.CreateTempSubdirectory("whisper-evicting-");
        var port = Ports.Free();
        var plan = new ProcessPlan(
            "redis",
            "redis-server",
            ["--port", $"{port}", "--bind", "127.0.0.1", "--maxmemory-policy", "allkeys-lru", "--requirepass", "p", "--save", "", "--dir", folder.FullName],
            new Dictionary<string, string>(),
            folder.FullName,
            Path.Combine(folder.FullName, "redis.log"));
        using (var redis = ChildProcess.Start(plan))
        {
            var environment = servers.Environment();
            environment["Whisper__Redis__Port"] = $"{port}";
            environment["Whisper__Redis__User"] = "default";
            environment["Whisper__Redis__Password"] = "p";
            await using var silo = ClusterHost.Silo(environment);
            Assert.Contains("maxmemory-policy allkeys-lru", Assert.Single(await silo.Problems()), StringComparison.Ordinal);
        }

        folder.Delete(recursive: true);
    }

    private static async Task<(int Code, string Errors)> Run(string program, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, program), "--urls", "http://127.0.0.1:0"])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(patience.Token);
            var errors = await process.StandardError.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            _ = await output;
            return (process.ExitCode, errors);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }
}
