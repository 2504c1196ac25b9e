using System.Globalization;

namespace Whisper.Simulation;

/// <summary>What the command line asks for.</summary>
internal sealed record Arguments
{
    /// <summary>How to call it.</summary>
    public const string Usage = "usage: -- [--people 10000,100000,1000000] [--tags 50,500,4000] [--seed 1] [--at-once 1] [--write <file>]";

    /// <summary>Sizes of the population, 2 to 10 million each.</summary>
    public IReadOnlyList<int> People { get; private init; } = [10_000, 100_000, 1_000_000];

    /// <summary>Sizes of the catalogue of interests, 5 to 100,000 each.</summary>
    public IReadOnlyList<int> Tags { get; private init; } = [50, 500, 4_000];

    /// <summary>Decides all that chance decides.</summary>
    public int Seed { get; private init; } = 1;

    /// <summary>How many runs go on at once, 1 to 64. Each wants a processor, and some 3 GB for a million people. Default 1.</summary>
    public int AtOnce { get; private init; } = 1;

    /// <summary>The Markdown page whose section is written; null: none.</summary>
    public string? Write { get; private init; }

    /// <summary>As it was called.</summary>
    public string Command { get; private init; } = "";

    /// <summary>Reads a command line.</summary>
    /// <exception cref="ArgumentException">It cannot be understood.</exception>
    public static Arguments Parse(string[] args)
    {
        var result = new Arguments { Command = string.Join(' ', args) };
        for (var i = 0; i < args.Length; i += 2)
        {
            var value = i + 1 < args.Length ? args[i + 1] : throw new ArgumentException($"{args[i]} needs a value.");
            result = args[i] switch
            {
                "--people" => result with { People = Numbers(value, 2, 10_000_000) },
                "--tags" => result with { Tags = Numbers(value, 5, 100_000) },
                "--seed" => result with { Seed = Numbers(value, 0, int.MaxValue)[0] },
                "--at-once" => result with { AtOnce = Numbers(value, 1, 64)[0] },
                "--write" => result with { Write = value },
                _ => throw new ArgumentException($"{args[i]} is not known."),
            };
        }

        return result;
    }

    private static int[] Numbers(string list, int least, int most) =>
        [.. list.Split(',').Select(text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new ArgumentException($"{text} is not a number of {least} to {most}."))];
}
