using System.Diagnostics;
using Whisper.Matching;
using Whisper.Rooms;
using Whisper.Sessions;

namespace Whisper.Tracing;

/// <summary>The attributes that spans may have. There is no method for a word that a person wrote.</summary>
public static class SpanTags
{
    /// <summary>Which socket of its gateway: slot and generation.</summary>
    public static Activity Connection(this Activity span, int slot, int generation) => Set(span, "whisper.connection", $"{slot}:{generation}");

    /// <summary>Whose work it is.</summary>
    public static Activity Session(this Activity span, SessionId session) => Set(span, "whisper.session", session.ToString());

    /// <summary>Which search.</summary>
    public static Activity Ticket(this Activity span, TicketId ticket) => Set(span, "whisper.ticket", ticket.ToString());

    /// <summary>Which chat.</summary>
    public static Activity Match(this Activity span, MatchId match) => Set(span, "whisper.match", match.ToString());

    /// <summary>Which gateway process.</summary>
    public static Activity Gateway(this Activity span, Guid gateway) => Set(span, "whisper.gateway", gateway.ToString());

    /// <summary>Which silo.</summary>
    public static Activity Silo(this Activity span, string silo) => Set(span, "whisper.silo", silo);

    /// <summary>The kind of event, its type's name.</summary>
    public static Activity Event(this Activity span, object what) => Set(span, "whisper.event", what?.GetType().Name ?? "");

    /// <summary>How many travelled together.</summary>
    public static Activity Batch(this Activity span, int size) => Set(span, "whisper.batch", size);

    private static Activity Set(Activity span, string name, object value)
    {
        ArgumentNullException.ThrowIfNull(span);
        return span.SetTag(name, value);
    }
}
