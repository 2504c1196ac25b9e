using Whisper.LocalCluster;
using Whisper.LocalCluster.State;
using Xunit;

namespace Whisper.Tests.LocalCluster;

/// <summary>What is kept of a cluster, and how it is ended by that alone.</summary>
public sealed class ClusterStateTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("whisper-state-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void State_IsReadAsItWasKept()
    {
        Assert.Empty(ClusterState.In(_folder).Processes);
        var entry = new ProcessEntry("silo-2", 42, 4711, 18102, new Dictionary<string, int> { ["silos"] = 11102 }, Signal.Terminate, "/logs/silo-2.log");
        new ClusterState([entry]).SaveIn(_folder);
        var read = Assert.Single(ClusterState.In(_folder).Processes);
        Assert.Equal(entry with { Others = read.Others }, read);
        Assert.Equal(entry.Others, read.Others);
        ClusterState.ForgetIn(_folder);
        Assert.Empty(ClusterState.In(_folder).Processes);
    }

    [Fact]
    public void DamagedState_IsNotTakenForNone()
    {
        File.WriteAllText(Path.Combine(_folder, "state.json"), "{");
        Assert.Contains("damaged", Assert.Throws<InvalidOperationException>(() => ClusterState.In(_folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shutdown_EndsWhatWasStarted_AndNoLaterProcessWithItsId()
    {
        using var ours = Sleep("silo-1");
        using var other = Sleep("other");
        // as if silo-2 had ended long ago, and its id had been given to somebody else
        var state = new ClusterState([Entry("silo-1", ours.Mark), Entry("silo-2", other.Mark with { Started = other.Mark.Started - 1 })]);
        Assert.Equal("silo-1", Assert.Single(state.Alive()).Name);

        var ended = new List<string>();
        await Shutdown.End(state, process => ended.Add(process.Name));
        Assert.Equal(["silo-1"], ended);
        Assert.False(ours.Mark.IsAlive);
        Assert.True(other.Mark.IsAlive);
    }

    [Fact]
    public async Task Shutdown_EndsInOrder_WhatIsFrozenToo_AndByForceWhatDoesNotListen()
    {
        using var redis = Sleep("redis");
        using var silo = Sleep("silo-1", "trap '' TERM; while :; do sleep 1; done");
        using var gateway = Sleep("gateway-1");
        gateway.Send(Signal.Stop);
        var ended = new List<string>();
        var state = new ClusterState([Entry("redis", redis.Mark), Entry("silo-1", silo.Mark), Entry("gateway-1", gateway.Mark)]);
        await Shutdown.End(state, process => ended.Add(process.Name), TimeSpan.FromSeconds(1));
        Assert.Equal(["gateway-1", "silo-1", "redis"], ended);
        Assert.Empty(state.Alive());
    }

    private static ProcessEntry Entry(string name, ProcessMark mark) => new(name, mark.Id, mark.Started, 1, new Dictionary<string, int>(), Signal.Terminate, "");

    private ChildProcess Sleep(string name, string script = "exec sleep 600") =>
        ChildProcess.Start(new ProcessPlan(name, "sh", ["-c", script], new Dictionary<string, string>(), _folder, Path.Combine(_folder, $"{name}.log")));
}
