using System.Globalization;
using Whisper.Moderation;
using Whisper.Sessions;

namespace Whisper.Grains.Moderation;

/// <summary>Asks for one page of reports, newest first.</summary>
/// <param name="Limit">Most rows of the page.</param>
/// <param name="Before">Where the page before ended; null for the first.</param>
/// <param name="Reason">Only these; null for all.</param>
public sealed record ReportQuery(int Limit, ReportCursor? Before = null, ReportReason? Reason = null);

/// <summary>A report in a list, without anything that a person wrote.</summary>
/// <param name="Case">See <see cref="CaseId"/>.</param>
/// <param name="FiledAt">When it was filed.</param>
/// <param name="Reported">Who is reported.</param>
/// <param name="Reason">Why.</param>
/// <param name="Messages">How many messages it quotes.</param>
public sealed record ReportSummary(string Case, DateTimeOffset FiledAt, SessionId Reported, ReportReason Reason, int Messages)
{
    /// <summary>Where a page that ends here goes on.</summary>
    public ReportCursor Cursor => new(FiledAt.ToUnixTimeMilliseconds(), Case);
}

/// <summary>A place in the list, newest first; it stays right while reports come and go.</summary>
/// <param name="FiledAtMs">The last row's time in Unix milliseconds.</param>
/// <param name="Case">The last row's case.</param>
public sealed record ReportCursor(long FiledAtMs, string Case)
{
    /// <summary>Reads what <see cref="ToString"/> wrote; null when it is something else.</summary>
    public static ReportCursor? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        return dash > 0
            && long.TryParse(text.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out var at)
            && CaseId.Parse(text[(dash + 1)..]) is { } id
                ? new ReportCursor(at, id)
                : null;
    }

    /// <summary>For example <c>1700000000000-0123456789</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{FiledAtMs}-{Case}");
}
