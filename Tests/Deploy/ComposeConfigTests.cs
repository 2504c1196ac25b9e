using System.Diagnostics;
using Whisper.Tests.Support;
using Xunit;

namespace Whisper.Tests.Deploy;

/// <summary>What Debian's own docker-compose says of the file, and the script that containers are looked at with.</summary>
public sealed class ComposeConfigTests
{
    [Fact]
    public async Task ComposeFile_IsAccepted()
    {
        Assert.SkipUnless(IsInstalled("docker-compose"), "docker-compose is not installed, and apt could not install it.");
        var (code, output) = await Run("docker-compose", "--env-file", Repository.PathOf(".env.example"), "--file", Repository.PathOf("docker-compose.yml"), "config", "--quiet");
        Assert.True(code == 0, output);
    }

    [Fact]
    public async Task HealthCheck_SaysWhatTheProcessSays()
    {
        var backend = await Backend.Start("process");
        var (script, port) = (Repository.PathOf("deploy", "healthcheck.sh"), $"{backend.Port}");
        Assert.Equal(0, (await Run(script, port)).Code);
        backend.IsReady = false;
        Assert.NotEqual(0, (await Run(script, port)).Code);
        await backend.DisposeAsync();
        Assert.NotEqual(0, (await Run(script, port)).Code);
    }

    private static bool IsInstalled(string program) =>
        Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    private static async Task<(int Code, string Output)> Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output + errors);
    }
}
