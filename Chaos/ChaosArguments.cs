using System.Globalization;
using Whisper.Chaos.Faults;
using Whisper.Chaos.Load;
using Whisper.Chaos.Staging;

namespace Whisper.Chaos;

/// <summary>The command line.</summary>
internal sealed record ChaosArguments
{
    /// <summary>How it is used.</summary>
    public const string Usage = """
        usage: make chaos CHAOS_ARGS="..."
               make soak SOAK_MINUTES=30
          --rows a,b     only these rows
          --times N      runs of each row (5)
          --chats N      conversations at a time (500)
          --short        shorter faults, as in make test
          --write FILE   where the table goes (docs/reliability.md when all rows run five times); rows that do not run keep what it says of them
          --soak N       random faults for N minutes
          --check FILE   check histories that an earlier run has left in artifacts/chaos
        """;

    public IReadOnlyList<string> Rows { get; private init; } = AllFaults.Names;

    public int Times { get; private init; } = 5;

    public int? Chats { get; private init; }

    public bool Short { get; private init; }

    public string? Write { get; private init; }

    public int? SoakMinutes { get; private init; }

    public string? Check { get; private init; }

    /// <summary>The load.</summary>
    public LoadPlan Plan => Chats is { } chats ? LoadPlan.For(chats) : LoadPlan.Full;

    /// <summary>The times of the rows.</summary>
    public RowTimes RowTimes => Short ? RowTimes.Short : RowTimes.Full;

    /// <summary>Whether this is the run that the table is made by.</summary>
    public bool IsWhole => Rows.Count == AllFaults.Names.Count && Times >= 5 && !Short && Chats is null;

    /// <summary>Reads a command line.</summary>
    /// <exception cref="ArgumentException">It says something unknown.</exception>
    public static ChaosArguments Parse(IReadOnlyList<string> arguments)
    {
        var parsed = new ChaosArguments();
        for (var i = 0; i < arguments.Count; i++)
        {
            var name = arguments[i];
            parsed = name switch
            {
                "--rows" => parsed with { Rows = Known(Value().Split(',')) },
                "--times" => parsed with { Times = Number(Value()) },
                "--chats" => parsed with { Chats = Number(Value()) },
                "--short" => parsed with { Short = true },
                "--write" => parsed with { Write = Value() },
                "--soak" => parsed with { SoakMinutes = Number(Value()) },
                "--check" => parsed with { Check = Value() },
                _ => throw new ArgumentException($"{name} is not known."),
            };

            string Value() => ++i < arguments.Count ? arguments[i] : throw new ArgumentException($"{name} wants a value.");
        }

        return parsed;
    }

    private static string[] Known(string[] rows) => rows.FirstOrDefault(row => !AllFaults.Names.Contains(row)) is { } unknown
        ? throw new ArgumentException($"{unknown} is no row; there are {string.Join(", ", AllFaults.Names)}.")
        : rows;

    private static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
        ? number
        : throw new ArgumentException($"{text} is not a number above 0.");
}
