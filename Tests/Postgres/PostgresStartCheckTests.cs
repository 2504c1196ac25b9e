using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Whisper.LocalCluster;
using Whisper.Silo.Stores.Postgres;
using Whisper.Tests.Support;
using Xunit;

namespace Whisper.Tests.Postgres;

public sealed class PostgresStartCheckTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private readonly CapturedLog<PostgresStartCheck> _log = new();

    [Fact]
    public async Task Problem_MakesTheTables()
    {
        var settings = await postgres.NewDatabase();
        Assert.Null(await Problem(settings, TimeProvider.System));
        Assert.Equal(0, await postgres.Ask<int>(settings.Database, "SELECT count(*) FROM reports"));
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public async Task Problem_WrongPassword_IsRefused()
    {
        var settings = postgres.Settings();
        settings.Password = "wrong-secret";
        Assert.Contains("refuses user", await Problem(settings, TimeProvider.System), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Problem_ServerIsDown_GoesOnAfterAWhileAndSaysSo()
    {
        var settings = postgres.Settings();
        settings.Port = Ports.Free();
        var clock = new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromSeconds(20) };
        Assert.Null(await Problem(settings, clock));
        var line = Assert.Single(_log.Lines);
        Assert.Equal(LogLevel.Warning, line.Level);
        Assert.Contains("cannot be reached", line.Message, StringComparison.Ordinal);
    }

    private async Task<string?> Problem(PostgresOptions settings, TimeProvider clock)
    {
        await using var database = PostgresFixture.Open(settings);
        return await new PostgresStartCheck(database, clock, _log).Problem(TestContext.Current.CancellationToken);
    }
}
