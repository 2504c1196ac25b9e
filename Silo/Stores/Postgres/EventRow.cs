using Whisper.Grains.Events;

namespace Whisper.Silo.Stores.Postgres;

/// <summary>A row of <c>platform_events</c>; named as the columns are.</summary>
internal sealed record EventRow(string id, string kind, string subject, long at_ms)
{
    public int? tier { get; init; }

    public int? shared { get; init; }

    public long? waited_ms { get; init; }

    public long? partner_waited_ms { get; init; }

    public string? cause { get; init; }

    public long? lasted_ms { get; init; }

    public long? messages { get; init; }

    public static EventRow Of(PlatformEvent happened)
    {
        var row = new EventRow(happened.Id, happened.Kind, happened.Subject.ToString("N"), happened.At.ToUnixTimeMilliseconds());
        return happened switch
        {
            MatchMade made => row with { tier = (int)made.Tier, shared = made.Shared, waited_ms = Ms(made.FirstWaited), partner_waited_ms = Ms(made.SecondWaited) },
            SearchTimedOut search => row with { waited_ms = Ms(search.Waited) },
            ChatEnded chat => row with { cause = chat.Cause, lasted_ms = Ms(chat.Lasted), messages = chat.Messages },
            _ => row,
        };
    }

    private static long Ms(TimeSpan time) => (long)time.TotalMilliseconds;
}
