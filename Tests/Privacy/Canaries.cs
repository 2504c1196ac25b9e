namespace Whisper.Tests.Privacy;

/// <summary>Words that occur nowhere else, each put in one place; and what must be kept just as quiet: tokens and an address.</summary>
internal sealed class Canaries
{
    public const string Address = "203.0.113.77";

    public string Message { get; } = Word("message");

    public string Refused { get; } = Word("refused");

    public string Blocked { get; } = Word("blocked");

    public string Note { get; } = Word("note");

    public string LostNote { get; } = Word("lostnote");

    public string Interest { get; } = Word("interest");

    public string BadInterest { get; } = Word("badinterest");

    public string BadFrame { get; } = Word("badframe");

    public List<string> Tokens { get; } = [];

    /// <summary>Everything that must not be found.</summary>
    public IEnumerable<string> All => [Message, Refused, Blocked, Note, LostNote, Interest, BadInterest, BadFrame, Address, .. Tokens];

    /// <summary>Which of them a text holds.</summary>
    public IEnumerable<string> In(string text) => All.Where(canary => text.Contains(canary, StringComparison.OrdinalIgnoreCase));

    // letters and digits only, so that it is an interest as it stands
    private static string Word(string kind) => $"cnry{kind}{Guid.NewGuid().ToString("N")[..12]}";
}
