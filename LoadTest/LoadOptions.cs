namespace Whisper.LoadTest;

/// <summary>What was asked for on the command line; workers get the same.</summary>
internal sealed record LoadOptions
{
    /// <summary>The scenario's name.</summary>
    public string Scenario { get; init; } = "";

    /// <summary>How many people; 0: as many as the scenario takes by itself.</summary>
    public int Users { get; init; }

    /// <summary>Where the servers are.</summary>
    public string[] Gateways { get; init; } = [];

    /// <summary>What they speak.</summary>
    public string Adapter { get; init; } = "whisper";

    /// <summary>What happens per second: messages, joins, reconnects, arrivals. 0: the scenario's own.</summary>
    public double Rate { get; init; }

    /// <summary>New connections per second.</summary>
    public double ConnectRate { get; init; } = 1_000;

    /// <summary>People per second who begin to search for their partner, before a chat is measured.</summary>
    public double PairRate { get; init; } = 1_000;

    /// <summary>Most connects of a worker that are under way at a time.</summary>
    public int Connecting { get; init; } = 1_000;

    /// <summary>How long is measured, in seconds.</summary>
    public double Duration { get; init; } = 30;

    /// <summary>How long the load runs before that, in seconds; it grows in the first half, except for <c>day</c>.</summary>
    public double WarmUp { get; init; } = 5;

    /// <summary>Length of a message's text in bytes.</summary>
    public int Size { get; init; } = 128;

    /// <summary>How many of the people chat; 0: all.</summary>
    public int Chatting { get; init; }

    /// <summary>Among how many interest sets people who are only to be paired are spread.</summary>
    public int Sets { get; init; } = 256;

    /// <summary>How many interests there are; 0: the scenario's own.</summary>
    public int Vocabulary { get; init; }

    /// <summary>How much the popular ones are preferred: 0 not at all, 1 as words are in a language.</summary>
    public double Zipf { get; init; } = 1;

    /// <summary>Fewest interests of a person; 0: the scenario's own.</summary>
    public int InterestsMin { get; init; }

    /// <summary>Most interests of a person; 0: the scenario's own.</summary>
    public int InterestsMax { get; init; }

    /// <summary>How long people stay in a chat, in seconds, on average; 0: the scenario's own.</summary>
    public double Stay { get; init; }

    /// <summary>How long an acknowledgement waits for others, in milliseconds.</summary>
    public int AckMs { get; init; } = 250;

    /// <summary>How many connections in turn come from one source address.</summary>
    public int PerAddress { get; init; } = 4_000;

    /// <summary>Most people of a worker process.</summary>
    public int PerWorker { get; init; } = 18_000;

    /// <summary>Fewest worker processes.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>The numbers of connections between which memory is compared; empty: the scenario's own.</summary>
    public int[] Levels { get; init; } = [];

    /// <summary>How long a level is held before memory is read, in seconds.</summary>
    public double Settle { get; init; } = 5;

    /// <summary>How long at most <c>idle</c> waits, at its first level, until servers have stopped growing by themselves, in seconds.</summary>
    public double Steady { get; init; } = 120;

    /// <summary>What part of the reference design's tiers this machine is to hold.</summary>
    public double Scale { get; init; }

    /// <summary>What randomness begins from.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Processes to be measured, as <c>id</c> or <c>name=id</c>; empty: whoever listens at the gateways' ports.</summary>
    public string[] Pids { get; init; } = [];

    /// <summary>A file with one such a line, or several.</summary>
    public string? PidFile { get; init; }

    /// <summary>What is to be started for the test, or null.</summary>
    public string? Start { get; init; }

    /// <summary>What must hold, such as <c>message.p99&lt;=100</c>.</summary>
    public string[] Require { get; init; } = [];

    /// <summary>Where results go.</summary>
    public string? Out { get; init; }

    /// <summary>Where the JSON goes, <c>-</c> for the output; null: into <see cref="Out"/>.</summary>
    public string? Json { get; init; }

    /// <summary>Where the page goes; null: into <see cref="Out"/>.</summary>
    public string? Html { get; init; }

    /// <summary>A Markdown page whose section <see cref="Title"/> the run writes anew, or null.</summary>
    public string? Markdown { get; init; }

    /// <summary>The heading of that section; null: the scenario's name.</summary>
    public string? Title { get; init; }

    /// <summary>Whether progress is one line now and then instead of a live table.</summary>
    public bool Plain { get; init; }
}
