using System.Collections.Immutable;
using Whisper.Matching;
using Whisper.Sessions;

namespace Whisper.Grains.Sessions;

/// <summary>Whom somebody is not matched with. Who meets many people has many: a session's state and its ticket hold one array, made anew only when it changes.</summary>
internal static class Exclusions
{
    /// <summary>Those that are not over; the same array when none is.</summary>
    public static ImmutableArray<Exclusion> At(this ImmutableArray<Exclusion> exclusions, DateTimeOffset now) =>
        exclusions.RemoveAll(exclusion => exclusion.Until <= now);

    /// <summary>
    /// One more, until <paramref name="until"/>; a longer one of the same person stays. Of more than <paramref name="maxBlocks"/> that never
    /// end the oldest give way; those that end by themselves are few, and must hold for as long as they last.
    /// </summary>
    public static ImmutableArray<Exclusion> With(this ImmutableArray<Exclusion> exclusions, SessionId person, DateTimeOffset until, int maxBlocks)
    {
        foreach (var known in exclusions)
        {
            until = known.Session == person && known.Until > until ? known.Until : until;
        }

        var next = exclusions.RemoveAll(known => known.Session == person).Add(new Exclusion(person, until));
        var surplus = next.Count(IsBlock) - maxBlocks;
        return surplus <= 0 ? next : next.RemoveAll(exclusion => IsBlock(exclusion) && surplus-- > 0);
    }

    private static bool IsBlock(Exclusion exclusion) => exclusion.Until == DateTimeOffset.MaxValue;
}
