using Orleans.Concurrency;
using Whisper.Matching;
using Whisper.Sessions;

namespace Whisper.Rooms;

/// <summary>
/// A chat of two (key: match id), and the record that decides whether a match was made. A room waits for sessions and
/// for its store; sessions never wait for a room, so that no cycle of calls can form.
/// </summary>
[Alias("whisper.chat-room")]
public interface IChatRoom : IGrainWithGuidKey
{
    /// <summary>Makes the match: records it, commits both sessions, then tells both people. Safe to repeat.</summary>
    [Alias("open")]
    Task<OpenOutcome> Open(OpenRoom request);

    /// <summary>
    /// A session whose reservation ran out of time asks what became of it. The room answers by committing or releasing
    /// it; a room that was never opened never will be.
    /// </summary>
    [Alias("resolve"), OneWay]
    Task Resolve(SessionId session, TicketId ticket);

    /// <summary>Takes a message in order and passes it on.</summary>
    [Alias("post")]
    Task<PostResult> Post(Post post);

    /// <summary>Every partner message up to <paramref name="n"/> has arrived at this session's client.</summary>
    [Alias("ack")]
    Task Ack(SessionId session, long n);

    /// <summary>Passes on that a session's person is typing, or no longer is. May be lost.</summary>
    [Alias("typing"), OneWay]
    Task Typing(SessionId session, bool on);

    /// <summary>A session's new connection takes its seat. Null when this room knows no such person, a newer epoch sits there,
    /// or the match was not made after all: the session then knows better.</summary>
    [Alias("attach")]
    Task<ChatSnapshot?> Attach(RoomAttach request);

    /// <summary>A gateway vouches for a person it holds; sends what that person missed. Safe to repeat.</summary>
    [Alias("assert")]
    Task<RoomAssertOutcome> Assert(RoomAssertion assertion);

    /// <summary>The gateway of this connection is gone, and the connection with it. Nothing happens when a newer one sits there.</summary>
    [Alias("gateway-gone")]
    Task GatewayGone(SessionId session, long epoch);

    /// <summary>A session's connection dropped; its grace period begins, unless a newer epoch sits there.</summary>
    [Alias("detach")]
    Task Detach(SessionId session, long epoch);

    /// <summary>The session ends the chat. Both sessions are idle before anyone is told. False when the chat was over or is not this session's.</summary>
    [Alias("leave")]
    Task<bool> Leave(SessionId session);

    /// <summary>An operator ends the chat. False when it was over.</summary>
    [Alias("end-by-operator")]
    Task<bool> EndByOperator();
}
