using Whisper.LoadTest.People;
using Whisper.LoadTest.Workers;

namespace Whisper.LoadTest.Scenarios;

/// <summary>People in pairs who send each other messages at a fixed rate, whatever becomes of them.</summary>
internal sealed class ChatScenario : Scenario
{
    private const int DefaultUsers = 2_000;
    private const double DefaultRate = 1_000;

    /// <inheritdoc />
    public override string Name => "chat";

    /// <inheritdoc />
    public override string Summary => "pairs that talk: messages per second, latency, processor time per message";

    /// <inheritdoc />
    public override LoadOptions Complete(LoadOptions options)
    {
        var users = options.Users > 0 ? options.Users : DefaultUsers;
        return options with
        {
            Users = users,
            Chatting = Math.Min(users, options.Chatting > 0 ? options.Chatting : users) & ~1,
            Rate = options.Rate > 0 ? options.Rate : DefaultRate,
        };
    }

    /// <inheritdoc />
    public override Behaviour CreateBehaviour(LoadOptions options, WorkerPlan plan) => new Talkers(options);

    /// <inheritdoc />
    public override async Task Run(Stage stage)
    {
        var options = stage.Options;
        Parts.AddLevel(stage, 0);
        await stage.Connect(options.Users, options.ConnectRate);
        Parts.AddLevel(stage, options.Users);
        await Pairing.Pair(stage, options.Chatting);
        await Talk.Measure(stage, options.Rate);
        Parts.AddLevel(stage, options.Users, options.Chatting);
        stage.Requirements.AddRange([$"online>={options.Users}", "received>=1", "halfMatches<=0", "drops<=0", "chatsEnded<=0", "skipped<=0", "redelivered<=0"]);
        stage.Requirements.AddRange(Talk.Requirements);
    }
}
