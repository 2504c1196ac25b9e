using Whisper.Rooms;
using Whisper.Runtime;
using Whisper.Sessions;

namespace Whisper.Grains.Delivery;

/// <summary>Whom an assertion concerns: a chat is its room's to answer for; everything else, and what the room knows nothing of, the session's.</summary>
internal static class Assertions
{
    /// <summary>Has the cluster take note of it, and answer with what the gateway missed.</summary>
    public static async Task<AssertOutcome> Assert(IGrainPeers peers, SessionAssertion assertion)
    {
        if (assertion.Chat is { } chat)
        {
            var seated = await AtRoom(peers, chat.Match, assertion, chat);
            if (seated != RoomAssertOutcome.NotHere)
            {
                return seated == RoomAssertOutcome.Seated ? AssertOutcome.Known : AssertOutcome.Superseded;
            }
        }

        var standing = await peers.Session(assertion.Session).Assert(assertion);
        if (standing is { Outcome: AssertOutcome.Known, Match: { } match } && match != assertion.Chat?.Match)
        {
            // a match that the gateway has not heard of
            await AtRoom(peers, match, assertion, null);
        }

        return standing.Outcome;
    }

    private static Task<RoomAssertOutcome> AtRoom(IGrainPeers peers, MatchId match, SessionAssertion assertion, ChatAssertion? chat) =>
        peers.Room(match).Assert(new RoomAssertion(assertion.Session, assertion.Connection, assertion.Epoch, chat));
}
