using System.Globalization;
using Whisper.LoadTest.Adapters;
using Whisper.LoadTest.Engine;
using Whisper.LoadTest.Measuring;
using Whisper.LoadTest.Scenarios;
using Whisper.LoadTest.Thresholds;

namespace Whisper.LoadTest;

/// <summary>The command line.</summary>
internal static class LoadArguments
{
    private static readonly Dictionary<string, (string What, Func<LoadOptions, string, LoadOptions> Set)> All = new()
    {
        ["--users"] = ("people (each scenario has a number of its own)", (o, v) => o with { Users = Whole(v) }),
        ["--gateways"] = ("where the servers are: url,url", (o, v) => o with { Gateways = [.. List(v).Select(url => Checked(url, Endpoint.Parse))] }),
        ["--start"] = ("start the product for the test instead: standalone | cluster", (o, v) => o with { Start = v is "standalone" or "cluster" ? v : throw new ArgumentException($"--start {v}: only standalone or cluster can be started.") }),
        ["--rate"] = ("what happens a second: messages, joins, reconnects, arrivals", (o, v) => o with { Rate = Positive(v) }),
        ["--connect-rate"] = ("new connections a second (1000)", (o, v) => o with { ConnectRate = Positive(v) }),
        ["--connecting"] = ("most connects of a worker that are under way at a time (1000)", (o, v) => o with { Connecting = Whole(v) }),
        ["--duration"] = ("seconds that are measured (30)", (o, v) => o with { Duration = Positive(v) }),
        ["--warm-up"] = ("seconds of load before that; it grows in the first half, but for day (5)", (o, v) => o with { WarmUp = NotNegative(v) }),
        ["--pair-rate"] = ("people per second who begin to search for the one they chat with (1000)", (o, v) => o with { PairRate = Positive(v) }),
        ["--chatting"] = ("how many of the people chat (all)", (o, v) => o with { Chatting = Whole(v) }),
        ["--size"] = ("bytes of a message's text (128)", (o, v) => o with { Size = Within(Whole(v), Wire.MessageText.MinLength, 2_000, "--size") }),
        ["--ack-ms"] = ("how long an acknowledgement waits for others (250)", (o, v) => o with { AckMs = Within(Whole(v), 1, 250, "--ack-ms") }),
        ["--sets"] = ("interest sets among which pairs are spread (256)", (o, v) => o with { Sets = Within(Whole(v), 1, 1_000_000, "--sets") }),
        ["--vocabulary"] = ("how many interests there are", (o, v) => o with { Vocabulary = Within(Whole(v), 5, 1_000_000, "--vocabulary") }),
        ["--zipf"] = ("how much the popular ones are preferred (1)", (o, v) => o with { Zipf = NotNegative(v) }),
        ["--interests"] = ("interests of a person: 2-5, or one number", SetInterests),
        ["--stay"] = ("seconds in a chat, on average", (o, v) => o with { Stay = Positive(v) }),
        ["--levels"] = ("numbers of connections between which memory is compared: 2000,6000,…", (o, v) => o with { Levels = [.. List(v).Select(Whole)] }),
        ["--settle"] = ("seconds that a level is held before memory is read (5)", (o, v) => o with { Settle = NotNegative(v) }),
        ["--steady"] = ("most seconds that idle waits until servers that have just started stop growing (120)", (o, v) => o with { Steady = NotNegative(v) }),
        ["--scale"] = ("what part of the tiers this machine is to hold (tiers)", (o, v) => o with { Scale = Positive(v) }),
        ["--per-address"] = ("connections in turn from one source address (4000)", (o, v) => o with { PerAddress = Within(Whole(v), 1, 28_000, "--per-address") }),
        ["--per-worker"] = ("most people of a worker process (18000)", (o, v) => o with { PerWorker = Within(Whole(v), 2, 1_000_000, "--per-worker") }),
        ["--workers"] = ("fewest worker processes (1)", (o, v) => o with { Workers = Within(Whole(v), 1, 250, "--workers") }),
        ["--adapter"] = ($"what the servers speak: {string.Join(", ", AllAdapters.Names)}", (o, v) => o with { Adapter = Checked(v, AllAdapters.Find) }),
        ["--pids"] = ("processes to measure: gateway=12,silo=13 (who listens at the gateways' ports)", (o, v) => o with { Pids = [.. List(v).Select(pid => Checked(pid, Watched.Parse))] }),
        ["--pid-file"] = ("a file that names them in the same way", (o, v) => o with { PidFile = v }),
        ["--require"] = ("what must hold, besides what always must: 'message.p99<=100'; may be repeated", (o, v) => o with { Require = [.. o.Require, Checked(v, Requirement.Parse)] }),
        ["--seed"] = ("what randomness begins from (1)", (o, v) => o with { Seed = Whole(v) }),
        ["--out"] = ("folder of the results (artifacts/load)", (o, v) => o with { Out = v }),
        ["--json"] = ("file of the results, - for the output", (o, v) => o with { Json = v }),
        ["--html"] = ("file of the page", (o, v) => o with { Html = v }),
        ["--markdown"] = ("a Markdown page of which the run writes one section anew", (o, v) => o with { Markdown = v }),
        ["--title"] = ("the heading of that section (the scenario's name)", (o, v) => o with { Title = v }),
    };

    /// <summary>How the program is used.</summary>
    public static string Usage =>
        "usage: dotnet run --project LoadTest -c Release -- SCENARIO --users N --gateways url,url\n\nscenarios\n"
        + string.Concat(AllScenarios.All.Select(scenario => $"  {scenario.Name,-16} {scenario.Summary}\n"))
        + "\noptions\n"
        + string.Concat(All.Select(option => $"  {option.Key,-16} {option.Value.What}\n"))
        + "  --plain          lines instead of a live table\n"
        + "\nexit code: 0 all holds, 1 something that must hold does not, 2 wrong arguments, 3 the run could not be made\n";

    /// <summary>Reads a command line.</summary>
    /// <exception cref="ArgumentException">It says something unknown, or too little.</exception>
    public static LoadOptions Parse(IReadOnlyList<string> arguments)
    {
        if (arguments.Count == 0)
        {
            throw new ArgumentException("Which scenario?");
        }

        var options = new LoadOptions { Scenario = AllScenarios.Find(arguments[0]).Name };
        for (var i = 1; i < arguments.Count; i++)
        {
            if (arguments[i] == "--plain")
            {
                options = options with { Plain = true };
                continue;
            }

            if (!All.TryGetValue(arguments[i], out var option))
            {
                throw new ArgumentException($"{arguments[i]} is not known.");
            }

            options = ++i < arguments.Count ? option.Set(options, arguments[i]) : throw new ArgumentException($"{arguments[i - 1]} wants a value.");
        }

        return options.Gateways.Length > 0 || options.Start is not null
            ? options
            : throw new ArgumentException("Where are the servers? Say --gateways http://127.0.0.1:8080, or have them started with --start standalone.");
    }

    private static LoadOptions SetInterests(LoadOptions options, string value)
    {
        var (least, most) = value.Split('-', 2) is [var left, var right] ? (Whole(left), Whole(right)) : (Whole(value), Whole(value));
        return least >= 2 && most <= 5 && least <= most
            ? options with { InterestsMin = least, InterestsMax = most }
            : throw new ArgumentException($"--interests {value}: people have 2 to 5.");
    }

    private static string Checked<T>(string value, Func<string, T> check)
    {
        _ = check(value);
        return value;
    }

    private static string[] List(string value) => value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static int Whole(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
        ? number
        : throw new ArgumentException($"{text} is not a whole number above 0.");

    private static int Within(int number, int least, int most, string name) => number >= least && number <= most
        ? number
        : throw new ArgumentException($"{name} {number}: from {least} to {most}.");

    private static double NotNegative(string text) => double.TryParse(text, CultureInfo.InvariantCulture, out var number) && number >= 0 && double.IsFinite(number)
        ? number
        : throw new ArgumentException($"{text} is not a number from 0 on.");

    private static double Positive(string text) => NotNegative(text) is > 0 and var number ? number : throw new ArgumentException($"{text} is not a number above 0.");
}
