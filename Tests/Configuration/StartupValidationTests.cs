using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Whisper.Hosting;
using Whisper.Silo.Moderation;
using Xunit;

namespace Whisper.Tests.Configuration;

public sealed class StartupValidationTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("whisper-startup-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void Defaults_HaveNoProblem() => Assert.Empty(Problems());

    [Fact]
    public void RightSettings_HaveNoProblem() => Assert.Empty(Problems(
        ("Whisper:Moderation:EvidenceKey", Convert.ToBase64String(new byte[32])),
        ("whisper:moderation:reportretention", "7.00:00:00")));

    [Fact]
    public void MisspeltKey_IsNamed() =>
        Assert.Contains("Whisper:Moderation:ReportRetentoin", Assert.Single(Problems(("Whisper:Moderation:ReportRetentoin", "1.00:00:00"))), StringComparison.Ordinal);

    [Fact]
    public void ValueForASection_IsNamed() =>
        Assert.StartsWith("Whisper:Moderation is not a setting", Assert.Single(Problems(("Whisper:Moderation", "on"))), StringComparison.Ordinal);

    [Fact]
    public void UnreadableValue_IsNamedOnce()
    {
        var problem = Assert.Single(Problems(("Whisper:Moderation:ReportRetention", "a month")));
        Assert.Contains("Whisper:Moderation:ReportRetention is \"a month\"", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void ManyProblems_AreToldAtOnceAndStopTheStart()
    {
        var file = Path.Combine(_directory.FullName, "file");
        File.WriteAllText(file, "");
        using var errors = new StringWriter();
        var mayStart = Check(
            errors,
            ("Whisper:Moderation:ReportRetention", "00:00:01"),
            ("Whisper:Moderation:EvidenceKey", "c2VjcmV0"),
            ("Whisper:DataDirectory", file),
            ("Whisper:Nonsense", "1"));
        Assert.False(mayStart);
        Assert.Contains("4 problem(s)", errors.ToString(), StringComparison.Ordinal);
        foreach (var name in (string[])["ReportRetention is 00:00:01", "EvidenceKey must be", "DataDirectory is", "Nonsense is not a setting"])
        {
            Assert.Contains($"  - Whisper:{(name.StartsWith('D') || name.StartsWith('N') ? "" : "Moderation:")}{name}", errors.ToString(), StringComparison.Ordinal);
        }

        Assert.DoesNotContain("c2VjcmV0", errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void OtherSectionsThanWhisper_AreNotLookedAt() => Assert.Empty(Problems(("Logging:LogLevel:Default", "None"), ("Whispers", "1")));

    private IReadOnlyList<string> Problems(params (string Key, string Value)[] settings)
    {
        using var services = Services(settings);
        return StartupValidation.Problems(services, GetType().Assembly);
    }

    private bool Check(TextWriter errors, params (string Key, string Value)[] settings)
    {
        using var services = Services(settings);
        return StartupValidation.Check(services, errors, GetType().Assembly);
    }

    private ServiceProvider Services((string Key, string Value)[] settings)
    {
        IEnumerable<KeyValuePair<string, string?>> all = [new("Whisper:DataDirectory", _directory.FullName), .. settings.Select(pair => new KeyValuePair<string, string?>(pair.Key, pair.Value))];
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(all.GroupBy(pair => pair.Key).Select(group => group.Last())).Build();
        return new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddLogging().AddWhisperReports().BuildServiceProvider();
    }
}
