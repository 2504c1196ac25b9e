using System.Diagnostics;
using System.Runtime;

namespace Whisper.Silo.Rehearsals;

/// <summary>
/// Runs through what a silo does, in this process and with nobody else, before it joins the silos that serve: it has its share of their work at once then, and would compile while
/// others wait for it (docs/decisions/0031-a-silo-rehearses.md).
/// </summary>
internal sealed class Rehearsal(ILogger<Rehearsal> log)
{
    private const int MostRounds = 8;
    private const int ChatsOfRound = 16;

    // a round that had so few methods compiled found nearly all of its code ready
    private const int FewMethods = 40;

    // What was called often is compiled again when nothing new has been called for a tenth of a second (the runtime's TC_CallCountingDelayMs).
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(120);

    /// <summary>How long it may take. On a machine that is too busy a silo that joins cold is better than one that does not join. Default 15 s.</summary>
    internal TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Rehearses until there is little left to compile. Whatever goes wrong is logged, and does no harm.</summary>
    public async Task Run()
    {
        var (began, compiled) = (Stopwatch.GetTimestamp(), JitInfo.GetCompiledMethodCount());
        RehearsalLog.Begins(log);
        using var patience = new CancellationTokenSource(Patience);
        await using var cluster = new RehearsalCluster();
        try
        {
            var rounds = await Rehearse(cluster, patience.Token).WaitAsync(patience.Token);
            RehearsalLog.Over(log, rounds, JitInfo.GetCompiledMethodCount() - compiled, Stopwatch.GetElapsedTime(began));
        }
        catch (Exception error)
        {
            RehearsalLog.CutShort(log, error.GetType().Name, JitInfo.GetCompiledMethodCount() - compiled, Stopwatch.GetElapsedTime(began));
        }
    }

    private static async Task<int> Rehearse(RehearsalCluster cluster, CancellationToken cancellation)
    {
        var gateway = await cluster.Start(cancellation);
        var rounds = 0;
        long compiled;
        do
        {
            compiled = JitInfo.GetCompiledMethodCount();
            await Task.WhenAll(Chats(gateway).Select(chat => chat.Run(cancellation)));
            await Task.Delay(Rest, cancellation);
            rounds++;
        }
        while (rounds < MostRounds && JitInfo.GetCompiledMethodCount() - compiled > FewMethods);

        await SeeOneLeave(cluster, gateway, cancellation);
        return rounds;
    }

    // as when the next silo of a deploy ends: the one that is left takes its chats over
    private static async Task SeeOneLeave(RehearsalCluster cluster, RehearsalGateway gateway, CancellationToken cancellation)
    {
        var chats = Chats(gateway);
        await Task.WhenAll(chats.Select(chat => chat.Begin(cancellation)));
        await cluster.EndOne(cancellation);
        await Task.WhenAll(chats.Select(chat => chat.GoOn(cancellation)));
        await Task.WhenAll(chats.Select(chat => chat.End(cancellation)));
    }

    private static RehearsalChat[] Chats(RehearsalGateway gateway) =>
        [.. Enumerable.Range(0, ChatsOfRound).Select(number => new RehearsalChat(gateway, number))];
}
