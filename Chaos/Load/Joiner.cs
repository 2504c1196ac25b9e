using Whisper.Chaos.Clients;
using Whisper.Chaos.Loops;

namespace Whisper.Chaos.Load;

/// <summary>Somebody who comes, looks for a partner once, says a few words, perhaps reports the partner, and goes.</summary>
/// <param name="loop">The clients' thread.</param>
/// <param name="interests">What they look for.</param>
/// <param name="reports">Whether they report whom they meet, once they were told something.</param>
/// <param name="gone">Told when they are gone.</param>
internal sealed class Joiner(Loop loop, IReadOnlyList<string> interests, bool reports, Action gone) : IBehaviour
{
    private const int Words = 2;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Stay = TimeSpan.FromSeconds(4);

    private bool _gone;

    public void Arrived(Person person) => person.Find(interests);

    public void Met(Person person)
    {
        var match = person.Chat!.Match;
        for (var word = 0; word < Words; word++)
        {
            var due = Clock.Now + Clock.Micros(Pause * (word + person.Random.NextDouble()));
            loop.At(due, () => If(person, match, () => person.Say(due)));
        }

        loop.After(Stay * (1 + person.Random.NextDouble()), () => If(person, match, () => End(person)));
    }

    public void Parted(Person person)
    {
        if (reports && !person.Reporter.Waiting && person.Chat!.Inbox.Shown > 0)
        {
            person.Reporter.File();
        }

        if (!person.Reporter.Waiting)
        {
            Go(person);
        }
    }

    public void Alone(Person person) => Go(person);

    public void Answered(Person person)
    {
        if (!person.Chatting)
        {
            Go(person);
        }
    }

    public void Banished(Person person) => Go(person);

    private static void If(Person person, string match, Action action)
    {
        if (person.Chat is { Over: false } chat && chat.Match == match)
        {
            action();
        }
    }

    // leaves when everything that was said has arrived; so the one who waits for the other's words goes second
    private void End(Person person)
    {
        if (person.Chat!.Outbox.Waiting > 0)
        {
            var match = person.Chat.Match;
            loop.After(Pause, () => If(person, match, () => End(person)));
        }
        else
        {
            person.Leave();
        }
    }

    private void Go(Person person)
    {
        if (!_gone)
        {
            _gone = true;
            person.Retire();
            gone();
        }
    }
}
