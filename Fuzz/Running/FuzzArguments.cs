using System.Globalization;

namespace Whisper.Fuzz.Running;

/// <summary>The command line.</summary>
internal sealed record FuzzArguments
{
    public const string Usage = """
        usage: make fuzz FUZZ_MINUTES=10 FUZZ_ARGS="..."
          --minutes N        how long, shared by the transports (10)
          --transport NAME   Epoll or AspNetCore (both)
          --seed S           begin with this seed, as a failure names it
        """;

    public double Minutes { get; private init; } = 10;

    public IReadOnlyList<string> Transports { get; private init; } = TransportList.All;

    public string? Seed { get; private init; }

    /// <summary>Reads a command line.</summary>
    /// <exception cref="ArgumentException">It says something unknown.</exception>
    public static FuzzArguments Parse(IReadOnlyList<string> arguments)
    {
        var parsed = new FuzzArguments();
        for (var i = 0; i < arguments.Count; i += 2)
        {
            var value = i + 1 < arguments.Count ? arguments[i + 1] : throw new ArgumentException($"{arguments[i]} needs a value.");
            parsed = arguments[i] switch
            {
                "--minutes" when double.TryParse(value, CultureInfo.InvariantCulture, out var minutes) && minutes > 0 => parsed with { Minutes = minutes },
                "--transport" when TransportList.All.Contains(value) => parsed with { Transports = [value] },
                "--seed" => parsed with { Seed = value },
                _ => throw new ArgumentException($"{arguments[i]} {value} means nothing here."),
            };
        }

        return parsed;
    }
}
