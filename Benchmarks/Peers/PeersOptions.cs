using System.Globalization;

namespace Whisper.Benchmarks.Peers;

/// <summary>What <c>make bench-peers PEERS_ARGS="…"</c> was told.</summary>
internal sealed record PeersOptions
{
    /// <summary>How it is called.</summary>
    public const string Usage = "[--rounds N] [--seconds S] [--people N] [--only whisper,ws,…] [--smoke] [--write FILE]";

    /// <summary>The numbers of idle connections between which memory is compared.</summary>
    public const int Low = 2_000;

    /// <inheritdoc cref="Low" />
    public const int High = 18_000;

    /// <summary>How many connect as fast as they can, to see how fast they get in.</summary>
    public const int Burst = 4_000;

    /// <summary>"As fast as they can", in connects a second: more than any server takes.</summary>
    public const int AtOnce = 100_000;

    /// <summary>How often everybody is measured; medians are taken of that.</summary>
    public int Rounds { get; private init; } = 3;

    /// <summary>How long each rate is measured, in seconds.</summary>
    public double Seconds { get; private init; } = 4;

    /// <summary>How long each rate runs before that, in seconds.</summary>
    public double WarmUp { get; private init; } = 2;

    /// <summary>How many people chat.</summary>
    public int People { get; private init; } = 1_000;

    /// <summary>The same for the first rate that a new process sees: until runtimes that compile as they run have done so.</summary>
    public double FirstWarmUp => 10 * WarmUp;

    /// <summary>Who takes part.</summary>
    public IReadOnlyList<Contender> Contenders { get; private init; } = Peers.Contenders.All;

    /// <summary>Whether it is only to be seen that everything runs.</summary>
    public bool IsSmoke { get; private init; }

    /// <summary>The page that gets the tables; null: none.</summary>
    public string? Page { get; private init; }

    /// <summary>As it was called.</summary>
    public string Command { get; private init; } = "";

    /// <summary>Reads a command line.</summary>
    /// <exception cref="ArgumentException">Something in it is not known.</exception>
    public static PeersOptions Parse(string[] arguments)
    {
        var options = new PeersOptions { Command = string.Join(' ', arguments) };
        for (var i = 0; i < arguments.Length; i++)
        {
            options = arguments[i] switch
            {
                "--smoke" => options with { IsSmoke = true },
                "--rounds" => options with { Rounds = (int)Number(arguments, ++i) },
                "--seconds" => options with { Seconds = Number(arguments, ++i) },
                "--people" => options with { People = (int)Number(arguments, ++i) },
                "--only" => options with { Contenders = Chosen(Value(arguments, ++i)) },
                "--write" => options with { Page = Value(arguments, ++i) },
                var unknown => throw new ArgumentException($"{unknown} is not known: {Usage}"),
            };
        }

        return options;
    }

    private static Contender[] Chosen(string names)
    {
        var wanted = names.Split(',');
        return wanted.Except(Peers.Contenders.All.Select(contender => contender.Name)).FirstOrDefault() is { } unknown
            ? throw new ArgumentException($"{unknown} is none of {string.Join(", ", Peers.Contenders.All.Select(contender => contender.Name))}.")
            : [.. Peers.Contenders.All.Where(contender => wanted.Contains(contender.Name))];
    }

    private static string Value(string[] arguments, int at) => at < arguments.Length ? arguments[at] : throw new ArgumentException($"{arguments[at - 1]} wants a value.");

    private static double Number(string[] arguments, int at) =>
        double.TryParse(Value(arguments, at), CultureInfo.InvariantCulture, out var number) && number > 0 ? number : throw new ArgumentException($"{arguments[at]} is not a number above 0.");
}
