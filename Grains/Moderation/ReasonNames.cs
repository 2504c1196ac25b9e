using System.Collections.Frozen;
using System.Text.Json;
using Whisper.Moderation;

namespace Whisper.Grains.Moderation;

/// <summary>The names that the protocol and the store give to reasons.</summary>
public static class ReasonNames
{
    private static readonly FrozenDictionary<ReportReason, string> Names =
        Enum.GetValues<ReportReason>().ToFrozenDictionary(reason => reason, reason => JsonNamingPolicy.SnakeCaseLower.ConvertName(reason.ToString()));

    private static readonly FrozenDictionary<string, ReportReason> Reasons = Names.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);

    /// <summary>For example <c>minor_safety</c>.</summary>
    public static string Of(ReportReason reason) => Names[reason];

    /// <summary>The reason of a name; null when there is none.</summary>
    public static ReportReason? Parse(string name) => Reasons.TryGetValue(name, out var reason) ? reason : null;
}
