using Whisper.Chaos.Histories;
using Whisper.Chaos.Loops;
using Whisper.Chaos.Wire;

namespace Whisper.Chaos.Clients;

/// <summary>A person's report on its way: said again after a reconnect, and a few times when it was refused for now.</summary>
internal sealed class Reporter(Person person, Loop loop)
{
    private const int Attempts = 12;
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(5);
    private readonly List<string> _cases = [];
    private ClientFrame? _frame;
    private string _match = "";
    private int _attempts;

    /// <summary>Whether an answer is awaited.</summary>
    public bool Waiting => _frame is not null;

    /// <summary>Those that are stored, by their case; kept here, because to go through the histories would hold up the thread of all clients.</summary>
    public IReadOnlyList<string> Cases => _cases;

    /// <summary>Files a report about the present or the last chat, quoting what the partner said.</summary>
    public void File()
    {
        if (person.Chat is { } chat && _frame is null)
        {
            _match = chat.Match;
            _attempts = 0;
            _frame = new ClientFrame("report") { Reason = "spam", Evidence = chat.Evidence };
            person.Note(EventKind.Reporting, _match);
            person.Send(_frame);
        }
    }

    /// <summary>It is stored.</summary>
    public void Stored(string caseNumber)
    {
        _frame = null;
        _cases.Add(caseNumber);
        person.Note(EventKind.Reported, _match, said: caseNumber);
    }

    /// <summary>It was refused.</summary>
    public void Failed(string code, TimeSpan? after)
    {
        if (_frame is not { } frame)
        {
            return;
        }

        if (code is not ("overloaded" or "rate_limited" or "internal") || ++_attempts >= Attempts)
        {
            _frame = null;
            person.ReportGivenUp();
            return;
        }

        loop.After(after ?? Retry, () =>
        {
            if (_frame == frame)
            {
                person.Send(frame);
            }
        });
    }

    /// <summary>There is a connection again.</summary>
    public void Connected()
    {
        if (_frame is { } frame)
        {
            person.Send(frame);
        }
    }

    /// <summary>Another chat began.</summary>
    public void Forget() => _frame = null;
}
