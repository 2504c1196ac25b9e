using Whisper.Chaos.Histories;
using Whisper.Chaos.Wire;

namespace Whisper.Chaos.Clients;

/// <summary>What each error code means for each frame that it may answer, as in <c>frontend/src/lib/session/errors.ts</c>.</summary>
internal static class PersonErrors
{
    public static void Apply(Person person, ServerFrame error)
    {
        person.Note(EventKind.Error, error.Code, said: error.Re);
        var after = error.RetryAfterMs is { } ms ? TimeSpan.FromMilliseconds(ms) : (TimeSpan?)null;
        switch (error.Re, error.Code)
        {
            case (_, "hello_required") or ("hello", _):
                person.Resync();
                break;
            case ("message", "message_gap"):
                person.Chat?.Outbox.Gap(error.Expected ?? 1);
                break;
            case ("message", "rate_limited" or "overloaded" or "internal"):
                person.Chat?.Outbox.Limited(after, error.Expected);
                break;
            case ("find_match", "invalid_state"):
                person.Resync();
                break;
            case ("find_match", _):
                person.SearchRefused(error.Code!);
                break;
            case ("report", _):
                person.Reporter.Failed(error.Code!, after);
                break;
        }
    }
}
