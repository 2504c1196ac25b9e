using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Whisper.Hosting;
using Whisper.Silo.Moderation;
using Xunit;

namespace Whisper.Tests.Moderation;

/// <summary>A cluster needs one key, and no directory to write to.</summary>
public sealed class SharedEvidenceKeyTests
{
    [Fact]
    public void Cluster_NoKey_IsAProblemAndMakesNone()
    {
        var directory = Path.Combine(Path.GetTempPath(), $"whisper-none-{Guid.NewGuid():N}");
        Assert.Contains("Whisper:Moderation:EvidenceKey is empty", Assert.Single(Problems(directory, "")), StringComparison.Ordinal);
        Assert.False(Directory.Exists(directory));
    }

    [Fact]
    public void Cluster_Key_HasNoProblemAndWritesNothing()
    {
        var directory = Path.Combine(Path.GetTempPath(), $"whisper-none-{Guid.NewGuid():N}");
        Assert.Empty(Problems(directory, Convert.ToBase64String(new byte[32])));
        Assert.False(Directory.Exists(directory));
    }

    private IReadOnlyList<string> Problems(string directory, string key)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Whisper:DataDirectory"] = directory, ["Whisper:Moderation:EvidenceKey"] = key })
            .Build();
        using var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddLogging().AddWhisperReports(cluster: true).BuildServiceProvider();
        return StartupValidation.Problems(services, GetType().Assembly);
    }
}
