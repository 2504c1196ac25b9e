using System.Collections.Immutable;
using Whisper.Rooms;
using Whisper.Sessions;

namespace Whisper.Delivery;

/// <summary>One of the small calls of which a chat makes many.</summary>
[GenerateSerializer, Immutable, Alias("whisper.room-call")]
public abstract record RoomCall([property: Id(0)] MatchId Match);

/// <summary><see cref="IChatRoom.Post"/>.</summary>
/// <param name="Match">Which chat.</param>
/// <param name="Post">The message.</param>
/// <param name="Trace">Where its trace is, W3C <c>traceparent</c>; null unless it is sampled.</param>
[GenerateSerializer, Immutable, Alias("whisper.room-call.post")]
public sealed record PostCall(MatchId Match, [property: Id(0)] Post Post, [property: Id(1)] string? Trace = null) : RoomCall(Match);

/// <summary><see cref="IChatRoom.Ack"/>.</summary>
[GenerateSerializer, Immutable, Alias("whisper.room-call.ack")]
public sealed record AckCall(MatchId Match, [property: Id(0)] SessionId Session, [property: Id(1)] long N) : RoomCall(Match);

/// <summary><see cref="IChatRoom.Typing"/>.</summary>
[GenerateSerializer, Immutable, Alias("whisper.room-call.typing")]
public sealed record TypingCall(MatchId Match, [property: Id(0)] SessionId Session, [property: Id(1)] bool On) : RoomCall(Match);

/// <summary>What became of a call in a batch. Not answered: nobody knows, and it must be made again.</summary>
[GenerateSerializer, Immutable, Alias("whisper.room-answer")]
public readonly record struct RoomAnswer([property: Id(0)] bool Answered, [property: Id(1)] PostResult Post);

/// <summary>
/// Where a gateway's batches enter the cluster (key: lane): one call from outside carries many, and each goes on from
/// silo to silo. No call of a batch waits for a slow one.
/// </summary>
[Alias("whisper.gateway-ingress")]
public interface IGatewayIngress : IGrainWithIntegerKey
{
    /// <summary>Makes the calls at the same time and answers each, in order. At most 4,096.</summary>
    [Alias("call")]
    Task<ImmutableArray<RoomAnswer>> Call(ImmutableArray<RoomCall> calls);

    /// <summary>The same of calls that are packed.</summary>
    [Alias("relay")]
    [ResponseTimeout(AnswerPatience.ResponseTimeout)]
    Task<RelayAnswers> Relay(RelayCalls calls);

    /// <summary>
    /// Says what a gateway believes of its searching and chatting people; what they missed is then delivered. Answers each, in order.
    /// At most 4,096.
    /// </summary>
    [Alias("assert")]
    Task<ImmutableArray<AssertOutcome>> Assert(ImmutableArray<SessionAssertion> assertions);

    /// <summary>
    /// Does nothing, at each silo in turn: a gateway that calls it as often as there are silos is connected to all of them. Else a silo that came later passes what it has for the gateway
    /// on to another, and loses it when that one leaves.
    /// </summary>
    [Alias("knock")]
    [AtEachInTurn]
    Task Knock();
}
