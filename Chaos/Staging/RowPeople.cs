using Whisper.Chaos.Checking;
using Whisper.Chaos.Histories;
using Whisper.Chaos.Loops;

namespace Whisper.Chaos.Staging;

/// <summary>How the people of a run come, settle and go.</summary>
internal sealed class RowPeople(Stage stage, Loop loop)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan EffectsArriveWithin = TimeSpan.FromSeconds(120);

    /// <summary>They meet, and begin to talk.</summary>
    public async Task Come()
    {
        await loop.Run(stage.Chats.Open);
        await stage.Wait($"{stage.Plan.Chats} chats begin", () => loop.Run(() => stage.Chats.Together == stage.Plan.Chats));
        await loop.Run(() =>
        {
            stage.Chats.Talk();
            stage.Joins.Open();
        });
    }

    /// <summary>They fall silent, and wait until everything has arrived.</summary>
    public async Task Settle(bool untilSearchesEnd)
    {
        await Hush();
        await stage.Wait("what was said is delivered", () => loop.Run(() => stage.Chats.Unsettled == 0));
        if (untilSearchesEnd)
        {
            await stage.Wait("those who search have met or timed out", () => loop.Run(() => stage.Joins.Present == 0));
        }
    }

    /// <summary>They say nothing new.</summary>
    public Task Hush() => loop.Run(() =>
    {
        stage.Chats.Hush();
        stage.Joins.Hush();
    });

    /// <summary>They leave for good.</summary>
    public Task Go() => loop.Run(stage.Crowd.Go);

    /// <summary>What was seen by now, by those whom a row did not bring in just to ask whether there is anybody.</summary>
    public List<History> Judged() => [.. stage.Crowd.Histories.Where(history => history.Role != "probe").Select(history => history.Copy())];

    /// <summary>What PostgreSQL has, once all that was promised is there; after 120 s as much as there is.</summary>
    public async Task<StoredEffects> Effects(CheckRules rules)
    {
        await using var database = new Database(stage.Cluster.Postgres);
        var began = Clock.Now;
        stage.Say("waiting: reports and events are stored");
        while (true)
        {
            var stored = await Read(database);
            var histories = await loop.Run(Judged);
            if (!HistoryChecker.Effects(histories, new Stories(histories), stored, rules).Any() || Clock.Now - began > Clock.Micros(EffectsArriveWithin))
            {
                return stored;
            }

            await Task.Delay(Look);
        }
    }

    private static async Task<StoredEffects> Read(Database database)
    {
        try
        {
            return await database.All();
        }
        catch (Npgsql.NpgsqlException)
        {
            // not there yet; what is missing in the end is told by the checker
            return StoredEffects.None;
        }
    }
}
