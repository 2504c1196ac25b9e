namespace Whisper.Benchmarks.Peers;

/// <summary>Shows that every server does the job, at a load that says nothing about how well.</summary>
internal static class PeersSmoke
{
    private static readonly TrialPlan Plan = new(People: 100, Rate: 500, WarmUp: 1, Seconds: 1);

    /// <summary>Tries them.</summary>
    /// <exception cref="InvalidOperationException">One does not.</exception>
    public static async Task Run(PeersOptions options, CancellationToken cancellation)
    {
        foreach (var contender in options.Contenders)
        {
            await using var server = await contender.Start(cancellation);
            var trial = await Trial.Run(contender, server, Plan, cancellation);
            var burst = await LoadTool.Run(contender, server, ["connect", "--users", "200", "--rate", "2000"], cancellation);
            if (!trial.DoesItsJob || burst?["greeted"] != 200)
            {
                throw new InvalidOperationException($"{contender.Name} does not do its job: {trial}.");
            }

            Console.WriteLine($"{contender.Title}: ok");
        }
    }
}
