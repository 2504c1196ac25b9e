using System.Reflection;
using Whisper.Tests.Support;
using Xunit;

namespace Whisper.Tests.Architecture;

/// <summary>The arrows between the projects, and what each may know of the outside.</summary>
public sealed class AssemblyReferenceTests
{
    private static readonly Dictionary<string, string[]> Arrows = new()
    {
        ["Grains.Interfaces"] = [],
        ["Grains"] = ["Grains.Interfaces"],
        ["Hosting"] = ["Grains.Interfaces"],
        ["Streaming.Nats"] = [],
        ["Silo"] = ["Grains", "Grains.Interfaces", "Hosting", "Streaming.Nats"],
        ["Gateway"] = ["Grains.Interfaces", "Hosting"],
        ["LoadTest"] = [],
        ["Standalone"] = ["Silo", "Gateway", "Grains", "Grains.Interfaces", "Hosting", "Streaming.Nats"],
    };

    public static TheoryData<string> Projects => [.. Arrows.Keys];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_RefersOnlyToWhatItMay(string project) =>
        Assert.Empty(References(project).Where(IsOurs).Except(Arrows[project].Select(name => $"Whisper.{name}")));

    /// <summary>An answer that holds an exception of an assembly that a gateway has not got cannot be read, and is waited for in vain.</summary>
    [Fact]
    public void Gateway_HasWhatTheExceptionsOfASilosStoreAreOf() =>
        Assert.True(File.Exists(Repository.PathOf("artifacts", "publish", "Gateway", "Orleans.Persistence.Redis.dll")));

    [Fact]
    public void Contract_KnowsOfOrleansOnlyItsAbstractions()
    {
        var orleans = References("Grains.Interfaces").Where(name => name.StartsWith("Orleans", StringComparison.Ordinal));
        // Orleans.Core: the generated proxies
        Assert.Empty(orleans.Except(["Orleans.Core.Abstractions", "Orleans.Core", "Orleans.Serialization", "Orleans.Serialization.Abstractions"]));
    }

    [Fact]
    public void Grains_KnowOfNoServerNorStore()
    {
        string[] foreign = ["Microsoft.AspNetCore", "Microsoft.Data", "Dapper", "dbup", "StackExchange", "NATS", "Npgsql", "Orleans.Dashboard"];
        Assert.DoesNotContain(References("Grains"), name => foreign.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public void Gateway_KnowsOfNoSiloNorStore()
    {
        string[] foreign = ["Orleans.Runtime", "Orleans.Server", "Microsoft.Data", "Dapper", "dbup"];
        Assert.DoesNotContain(References("Gateway"), name => foreign.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public void EveryProjectOfTheProduct_IsLookedAt()
    {
        var projects = Directory.GetDirectories(Support.Repository.Root)
            .Select(directory => Path.GetFileName(directory)!)
            .Where(name => File.Exists(Support.Repository.PathOf(name, $"{name}.csproj")));
        Assert.Equal(projects.Except(["Tests", "Benchmarks", "LocalCluster", "Chaos", "Fuzz", "Simulation"]).Order(StringComparer.Ordinal), Arrows.Keys.Order(StringComparer.Ordinal));
    }

    private static bool IsOurs(string name) => name.StartsWith("Whisper.", StringComparison.Ordinal);

    private static IEnumerable<string> References(string project) =>
        Assembly.Load($"Whisper.{project}").GetReferencedAssemblies().Select(name => name.Name!);
}
