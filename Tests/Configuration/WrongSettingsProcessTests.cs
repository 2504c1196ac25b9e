using System.Diagnostics;
using Xunit;

namespace Whisper.Tests.Configuration;

/// <summary>What somebody sees who starts the product with wrong settings.</summary>
public sealed class WrongSettingsProcessTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Start_WrongSettingsOfEveryPart_ListsThemAllAndExitsWith1()
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Whisper.Standalone.dll"), "--urls", "http://127.0.0.1:0"])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.Environment["Whisper__Nonsense"] = "1";
        start.Environment["Whisper__Limits__MessageBurst"] = "many";
        start.Environment["Whisper__Silo__SiloPort"] = "-4";
        start.Environment["Whisper__Sessions__Grace"] = "01:00:00";
        start.Environment["Whisper__Matching__Timeout"] = "00:00:01";
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);
        var output = process.StandardOutput.ReadToEndAsync(patience.Token);
        var errors = await process.StandardError.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);

        Assert.Equal(1, process.ExitCode);
        Assert.Contains("5 problem(s)", errors, StringComparison.Ordinal);
        foreach (var setting in (string[])["Nonsense", "Limits:MessageBurst", "Silo:SiloPort", "Sessions:Grace", "Matching:Timeout"])
        {
            Assert.Contains($"  - Whisper:{setting} ", errors, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("ready", await output, StringComparison.Ordinal);
    }
}
