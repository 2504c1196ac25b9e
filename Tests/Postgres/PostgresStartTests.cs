using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Whisper.LocalCluster;
using Whisper.Silo.Stores.Postgres;
using Whisper.Tests.Support;
using Xunit;

namespace Whisper.Tests.Postgres;

public sealed class PostgresStartTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private readonly CapturedLog<PostgresStart> _log = new();

    [Fact]
    public async Task Start_MakesTheTables()
    {
        var settings = await postgres.NewDatabase();
        await Start(settings, TimeProvider.System);
        Assert.Equal(0, await postgres.Ask<int>(settings.Database, "SELECT count(*) FROM reports"));
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public async Task Start_WrongPassword_IsRefused()
    {
        var settings = postgres.Settings();
        settings.Password = "wrong-secret";
        await Assert.ThrowsAsync<PostgresUnavailableException>(() => Start(settings, TimeProvider.System));
    }

    [Fact]
    public async Task Start_ServerIsDown_GoesOnAfterAWhileAndSaysSo()
    {
        var settings = postgres.Settings();
        settings.Port = Ports.Free();
        var clock = new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromSeconds(20) };
        await Start(settings, clock);
        var line = Assert.Single(_log.Lines);
        Assert.Equal(LogLevel.Warning, line.Level);
        Assert.Contains("cannot be reached", line.Message, StringComparison.Ordinal);
    }

    private async Task Start(PostgresOptions settings, TimeProvider clock)
    {
        await using var database = PostgresFixture.Open(settings);
        await new PostgresStart(database, clock, _log).StartingAsync(TestContext.Current.CancellationToken);
    }
}
