using System.Globalization;

namespace Whisper.Fuzz.Model;

/// <summary>What becomes of a connection once a client has sent what it sends.</summary>
internal enum Ending
{
    /// <summary>It stays, and takes the next frame.</summary>
    Open,

    /// <summary>It stays, and waits for the rest of a frame or of a message.</summary>
    Unfinished,

    /// <summary>The client has closed it in good order.</summary>
    ClosedByClient,

    /// <summary>The client has broken a rule, and the server closes with a code.</summary>
    Broken,
}

/// <summary>What a gateway has to answer to a client's bytes.</summary>
internal sealed record Prediction(Ending Ending)
{
    /// <summary>The types of the frames that answer the client's texts, in order.</summary>
    public IReadOnlyList<string> Answers { get; init; } = [];

    /// <summary>The payloads of the client's pings, in order, as text or in hexadecimal.</summary>
    public IReadOnlyList<string> Pings { get; init; } = [];

    /// <summary>Codes one of which the server closes with: more than one where a frame breaks more than one rule, or where the RFC leaves it open. 0: none.</summary>
    public IReadOnlyList<int> Codes { get; init; } = [];

    /// <summary>It stays open, and has answered this.</summary>
    public static Prediction Stays(params string[] answers) => new(Ending.Open) { Answers = answers };

    /// <summary>It is closed with one of these codes.</summary>
    public static Prediction Closes(params int[] codes) => new(Ending.Broken) { Codes = codes };

    /// <summary>It is closed as the client wishes, with one of these codes.</summary>
    public static Prediction Ends(params int[] codes) => new(Ending.ClosedByClient) { Codes = codes };

    /// <summary>The same, after these answers.</summary>
    public Prediction After(params string[] answers) => this with { Answers = answers };

    /// <summary>The same, with these pings answered.</summary>
    public Prediction Ponging(params string[] payloads) => this with { Pings = payloads };

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Ending} {string.Join('/', Codes)} after [{string.Join(", ", Answers)}], pings [{string.Join(", ", Pings)}]");
}
