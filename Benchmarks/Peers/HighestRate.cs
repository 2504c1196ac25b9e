namespace Whisper.Benchmarks.Peers;

/// <summary>Looks for the highest rate that a server holds, with few trials.</summary>
internal static class HighestRate
{
    /// <summary>How far apart the rate that holds and the one that does not are at the end.</summary>
    public const double Precision = 1.15;

    private const int Least = 500;
    private const int Most = 200_000;

    /// <summary>Doubles from the highest rate that is known to hold, then halves the gap in equal ratios.</summary>
    /// <param name="good">A rate that holds, or 0.</param>
    /// <param name="bad">A higher one that does not, or 0.</param>
    /// <param name="holds">Tries one.</param>
    public static async Task<int> Find(int good, int bad, Func<int, Task<bool>> holds)
    {
        while (bad == 0 && good < Most)
        {
            await Try(good * 2);
        }

        while (bad > Math.Max(good, Least) * Precision)
        {
            await Try(good == 0 ? bad / 2 : Round(Math.Sqrt((double)good * bad)));
        }

        return good;

        async Task Try(int rate)
        {
            if (await holds(rate))
            {
                good = rate;
            }
            else
            {
                bad = rate;
            }
        }
    }

    /// <summary>The same around a rate that held in an earlier round.</summary>
    public static async Task<int> Near(int expected, Func<int, Task<bool>> holds)
    {
        if (expected >= Most || expected < Least)
        {
            return await holds(Math.Max(expected, Least)) ? Math.Max(expected, Least) : 0;
        }

        var rate = expected;
        if (await holds(rate))
        {
            while (rate < Most && await holds(Round(rate * Precision)))
            {
                rate = Round(rate * Precision);
            }

            return rate;
        }

        do
        {
            rate = Round(rate / Precision);
        }
        while (rate >= Least && !await holds(rate));
        return rate >= Least ? rate : 0;
    }

    private static int Round(double rate) => (int)Math.Round(rate / 100) * 100;
}
