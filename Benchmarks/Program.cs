using Whisper.Benchmarks.Matching;
using Whisper.Benchmarks.Peers;
using Whisper.Benchmarks.Relay;

// One family per name; each takes the arguments after it.
Dictionary<string, Action<string[]>> families = new()
{
    ["matcher"] = MatcherReport.Run,
    ["relay"] = RelayReport.Run,
    ["peers"] = PeersReport.Run,
};

if (args.Length > 0 && families.TryGetValue(args[0], out var family))
{
    family(args[1..]);
    return Environment.ExitCode;
}

Console.Error.WriteLine($"usage: -- <{string.Join('|', families.Keys)}> [--short] [--write <file>]");
return 2;
