using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Whisper.Hosting;
using Whisper.Silo.Moderation;
using Xunit;

namespace Whisper.Tests.Moderation;

/// <summary>A silo of a cluster needs no directory to write to: its key is configured, its reports are elsewhere.</summary>
public sealed class ClusterReportServicesTests
{
    [Fact]
    public void Check_OfACluster_HasNoProblemAndWritesNothing()
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
