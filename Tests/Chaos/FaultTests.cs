using Whisper.Chaos.Faults;
using Whisper.Chaos.Load;
using Whisper.Chaos.Loops;
using Whisper.Chaos.Staging;
using Whisper.Tests.Support;
using Xunit;

namespace Whisper.Tests.Chaos;

/// <summary>
/// Each fault of <c>make chaos</c> once, shorter and under less load, on one cluster of real processes: no promise may be broken. How
/// long things take is for <c>make chaos</c> to judge, on a machine that does nothing else.
/// </summary>
[Collection(Name)]
public sealed class FaultTests(FaultTests.SharedLab shared) : IClassFixture<FaultTests.SharedLab>
{
    public const string Name = "faults";
    private const int Chats = 50;

    public static TheoryData<string> Rows => [.. AllFaults.Names];

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Fault_BreaksNoPromise(string row)
    {
        var told = new List<string>();
        var runner = new RowRunner(shared.Lab, shared.Loop, LoadPlan.For(Chats), RowTimes.Short, shared.Folder, told.Add);
        var result = await runner.Run(AllFaults.Make(row), seed: 1, row);
        await shared.Lab.Mend(TestContext.Current.CancellationToken);
        Assert.True(result is { Error: null, Violations.Count: 0 }, $"""
            {result.Error}
            {string.Join('\n', result.Violations.Take(20))}
            raw histories: {result.Histories}
            {string.Join('\n', told)}
            """);
    }

    [Fact]
    public async Task Silo_ThatJoinsOthers_RehearsesBefore()
    {
        var silo = shared.Lab.Cluster.Silos[1];
        var before = Rehearsals(silo.LogFile);
        await silo.Stop(TestContext.Current.CancellationToken);
        await silo.Start(TestContext.Current.CancellationToken);

        Assert.Equal(before + 1, Rehearsals(silo.LogFile));
    }

    private static int Rehearsals(string log) => File.ReadLines(log).Count(line => line.EndsWith("Rehearsal[3350]", StringComparison.Ordinal));

    public sealed class SharedLab : IAsyncLifetime
    {
        public string Folder { get; } = Repository.PathOf("artifacts", "test", "chaos");

        internal Lab Lab { get; private set; } = null!;

        internal Loop Loop { get; } = new();

        public async ValueTask InitializeAsync() => Lab = await Lab.Start(Path.Combine(Folder, "cluster"), RowTimes.Short, CancellationToken.None);

        public async ValueTask DisposeAsync()
        {
            await Lab.DisposeAsync();
            Loop.Dispose();
        }
    }
}

/// <summary>Faults have the machine to themselves: a cluster that gets no processor time takes its own silos for dead.</summary>
[CollectionDefinition(FaultTests.Name, DisableParallelization = true)]
public sealed class FaultCollection;
