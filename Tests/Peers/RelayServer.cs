using System.Diagnostics;
using System.Globalization;
using Whisper.LocalCluster;
using Whisper.LocalCluster.Servers;
using Whisper.Tests.Support;
using Xunit;

namespace Whisper.Tests.Peers;

/// <summary>The C relay of <c>Peers/EpollRelay</c>, compiled anew.</summary>
internal sealed class RelayServer(string folder) : Server("relay", folder, Ports.Free())
{
    /// <inheritdoc />
    public override ProcessPlan Plan => new(Name, Program, [Port.ToString(CultureInfo.InvariantCulture)], new Dictionary<string, string>(), Folder, LogFile);

    private string Program => Path.Combine(Folder, "relay");

    /// <inheritdoc />
    public override async Task Launch(CancellationToken cancellation = default)
    {
        string[] arguments = ["-O1", "-Wall", "-Werror", "-o", Program, Repository.PathOf("Peers", "EpollRelay", "relay.c")];
        using var compiler = System.Diagnostics.Process.Start(new ProcessStartInfo("cc", arguments) { RedirectStandardError = true })!;
        var said = await compiler.StandardError.ReadToEndAsync(cancellation);
        await compiler.WaitForExitAsync(cancellation);
        Assert.True(compiler.ExitCode == 0, said);
        await base.Launch(cancellation);
    }
}
