using Whisper.LocalCluster;
using Whisper.Silo.Stores.Postgres;
using Xunit;

namespace Whisper.Tests.Postgres;

/// <summary>Tables made by several silos at once, and the sentences for what can be wrong with a server.</summary>
public sealed class PostgresDatabaseTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task Run_SeveralSilosStartAtOnce_TablesAreMadeOnce()
    {
        var settings = await postgres.NewDatabase();
        var silos = Enumerable.Range(0, 5).Select(_ => PostgresFixture.Open(settings)).ToArray();
        await Task.WhenAll(silos.Select(Use));
        Assert.Equal(
            Directory.GetFiles(Support.Repository.PathOf("Silo", "Stores", "Postgres", "Migrations")).Length,
            await postgres.Ask<int>(settings.Database, "SELECT count(*) FROM schemaversions"));
        foreach (var silo in silos)
        {
            await silo.DisposeAsync();
        }
    }

    [Fact]
    public async Task Run_WrongPassword_SaysSo() =>
        await Fails(With(settings => settings.Password = "wrong-secret"), passes: false, "refuses user whisper", "Whisper:Postgres");

    [Fact]
    public async Task Run_NoSuchDatabase_SaysSo() => await Fails(With(settings => settings.Database = "elsewhere"), passes: false, "no database elsewhere");

    [Fact]
    public async Task Run_UserMayNotMakeTables_SaysSo()
    {
        var settings = await postgres.NewDatabase();
        await postgres.Execute(settings.Database, $"CREATE USER guest PASSWORD '{settings.Password}'");
        settings.User = "guest";
        await Fails(settings, passes: false, "does not let user guest");
    }

    [Fact]
    public async Task Run_NobodyListens_SaysSo() => await Fails(With(settings => settings.Port = Ports.Free()), passes: true, "cannot be reached");

    [Fact]
    public async Task Run_ServerIsFrozen_GivesUpAndGoesOnLater()
    {
        await using var database = PostgresFixture.Open(postgres.Settings());
        await Use(database);
        // its workers serve on when the postmaster alone is frozen, but nobody new gets in
        postgres.Server.Process!.Send(Signal.Stop);
        try
        {
            await Fails(postgres.Settings(), passes: true, "does not answer in time");
        }
        finally
        {
            postgres.Server.Process.Send(Signal.Continue);
        }

        await Use(database);
    }

    private static Task<bool> Use(PostgresDatabase database) => database.Run(_ => Task.FromResult(true), TestContext.Current.CancellationToken);

    private static async Task Fails(PostgresOptions settings, bool passes, params string[] words)
    {
        await using var database = PostgresFixture.Open(settings);
        var failure = await Assert.ThrowsAsync<PostgresUnavailableException>(() => Use(database));
        Assert.Equal(passes, failure.Passes);
        Assert.All(words, word => Assert.Contains(word, failure.Message, StringComparison.Ordinal));
        Assert.DoesNotContain(settings.Password, failure.Message, StringComparison.Ordinal);
    }

    private PostgresOptions With(Action<PostgresOptions> change)
    {
        var settings = postgres.Settings();
        change(settings);
        return settings;
    }
}
