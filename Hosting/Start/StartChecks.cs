using Microsoft.Extensions.DependencyInjection;

namespace Whisper.Hosting.Start;

/// <summary>Runs every <see cref="IStartCheck"/> of a process and tells of all problems at once.</summary>
public static class StartChecks
{
    // a check bounds its own attempts; this is for one that hangs
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Writes all problems to <paramref name="errors"/>. True when there are none; else the process should exit with 1.</summary>
    public static async Task<bool> Pass(IServiceProvider services, TextWriter errors)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(errors);
        var problems = await Problems(services);
        if (problems.Count == 0)
        {
            return true;
        }

        await errors.WriteLineAsync($"Whisper does not start: {problems.Count} problem(s) with what it needs.");
        foreach (var problem in problems)
        {
            await errors.WriteLineAsync($"  - {problem}");
        }

        return false;
    }

    /// <summary>All problems, each behind the name of its check, in the order of registration.</summary>
    public static async Task<IReadOnlyList<string>> Problems(IServiceProvider services)
    {
        using var patience = new CancellationTokenSource(Patience);
        var all = await Task.WhenAll(services.GetServices<IStartCheck>().Select(check => Run(check, patience.Token)));
        return [.. all.OfType<string>()];
    }

    private static async Task<string?> Run(IStartCheck check, CancellationToken patience)
    {
        try
        {
            var problem = await check.Problem(patience).WaitAsync(patience);
            return problem is null ? null : $"{check.Name}: {problem}";
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            return $"{check.Name}: no answer within {Patience.TotalSeconds:0} s.";
        }
        catch (Exception error)
        {
            return $"{check.Name}: {error.Message}";
        }
    }
}
