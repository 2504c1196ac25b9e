namespace Whisper.LoadTest.Workers;

/// <summary>Who has how many people.</summary>
internal static class Shares
{
    private const int MostWorkers = 250;

    /// <summary>The plans of as many workers as the users need, each with an even number of people, so that pairs stay together.</summary>
    /// <exception cref="ArgumentException">There would have to be too many.</exception>
    public static IReadOnlyList<WorkerPlan> Plan(LoadOptions options)
    {
        var count = Math.Max(options.Workers, (options.Users + options.PerWorker - 1) / options.PerWorker);
        if (count > MostWorkers)
        {
            throw new ArgumentException($"{options.Users} users with {options.PerWorker} a worker need {count} workers; at most {MostWorkers} can be told apart by their addresses.");
        }

        var plans = new List<WorkerPlan>();
        var first = 0;
        for (var worker = 0; worker < count && first < options.Users; worker++)
        {
            var left = count - worker;
            var share = Math.Min(options.Users - first, ((options.Users - first + left - 1) / left) + 1 & ~1);
            plans.Add(new(worker, first, share, options));
            first += share;
        }

        return plans;
    }

    /// <summary>Divides a number in proportion to the workers' people, evenly, each share even but the last.</summary>
    public static int[] Divide(int count, IReadOnlyList<int> people)
    {
        var (shares, givenPeople, given) = (new int[people.Count], 0L, 0);
        var all = people.Sum(share => (long)share);
        for (var i = 0; i < shares.Length; i++)
        {
            givenPeople += people[i];
            var upTo = i == shares.Length - 1 ? count : (int)(count * givenPeople / all) & ~1;
            shares[i] = Math.Min(upTo - given, people[i]);
            given += shares[i];
        }

        return shares;
    }
}
