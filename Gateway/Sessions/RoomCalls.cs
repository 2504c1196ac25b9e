using System.Text;
using Microsoft.Extensions.Options;
using Whisper.Delivery;
using Whisper.Gateway.Connections;
using Whisper.Gateway.Delivery;
using Whisper.Gateway.Hosting;
using Whisper.Rooms;
using Whisper.Runtime;
using Whisper.Sessions;

namespace Whisper.Gateway.Sessions;

/// <summary>
/// What a chat asks of its room many times a second: in batches, and by itself when the batch brought no answer.
/// </summary>
internal sealed class RoomCalls(RoomLanes lanes, GrainCalls calls, IGrainPeers grains, IOptions<GatewayOptions> options, TimeProvider time)
{
    // a room answers from memory: an answer that takes longer was probably lost
    private static readonly TimeSpan UsualPatience = TimeSpan.FromMilliseconds(500);

    private readonly AnswerPatience _patience = new(time, UsualPatience, inSilence: UsualPatience);
    private readonly bool _inBatches = options.Value.BatchSize > 1;

    /// <summary><see cref="IChatRoom.Post"/>; the caller is told what became of it. It may already be when this returns.</summary>
    public void Post(in LaneCall call, ReadOnlySpan<byte> text)
    {
        if (!_inBatches)
        {
            call.Caller!.Answered(call, new LaneAnswer(RelayAnswers.Unanswered, 0), text);
            return;
        }

        var origin = call.Span is { Recorded: true } ? call.Span.Id : null;
        Span<byte> trace = stackalloc byte[origin?.Length ?? 0];
        Encoding.ASCII.GetBytes(origin, trace);
        lanes.Send(call, new RelayCall
        {
            Kind = RelayKind.Message,
            Match = call.Chat.Match,
            Session = call.Connection.Session,
            N = call.N,
            Delivered = call.Delivered,
            Trace = trace,
            Text = text,
        });
    }

    /// <summary><see cref="IChatRoom.Ack"/>; the caller is told what became of it.</summary>
    public void Ack(in LaneCall call)
    {
        if (!_inBatches)
        {
            call.Caller!.Answered(call, new LaneAnswer(RelayAnswers.Unanswered, 0), []);
            return;
        }

        lanes.Send(call, new RelayCall { Kind = RelayKind.Delivered, Match = call.Chat.Match, Session = call.Connection.Session, N = call.N });
    }

    /// <summary><see cref="IChatRoom.Typing"/>; may be lost.</summary>
    public void Typing(Connection connection, ChatSeat chat, bool on)
    {
        if (_inBatches)
        {
            lanes.Send(
                new LaneCall(null, connection, chat, 0),
                new RelayCall { Kind = on ? RelayKind.TypingOn : RelayKind.TypingOff, Match = chat.Match, Session = connection.Session });
        }
        else
        {
            grains.Room(chat.Match).Typing(connection.Session, on).Ignore();
        }
    }

    /// <summary><see cref="IChatRoom.Post"/>, by itself.</summary>
    /// <exception cref="CallFailedException">The room could not be reached.</exception>
    public Task<PostResult> PostAlone(MatchId match, Post post)
    {
        var room = grains.Room(match);
        return calls.Call(() => room.Post(post), attempt: _patience);
    }

    /// <summary><see cref="IChatRoom.Ack"/>, by itself.</summary>
    /// <exception cref="CallFailedException">The room could not be reached.</exception>
    public Task AckAlone(MatchId match, SessionId session, long n)
    {
        var room = grains.Room(match);
        return calls.Call(() => room.Ack(session, n), attempt: _patience);
    }

    /// <summary><see cref="IChatRoom.Leave"/>. An acknowledgement of the seat's may still wait for company, and goes first: what arrived before the end was delivered.</summary>
    /// <param name="connection">Whose person leaves.</param>
    /// <param name="match">The chat.</param>
    /// <param name="seat">What the gateway keeps of it; null when it does not.</param>
    /// <exception cref="CallFailedException">The room could not be reached.</exception>
    public async Task<bool> Leave(Connection connection, MatchId match, ChatSeat? seat)
    {
        if (seat is not null && HeldAck(connection, seat) is > 0 and var acked)
        {
            await AckAlone(match, connection.Session, acked);
        }

        var room = grains.Room(match);
        return await calls.Call(() => room.Leave(connection.Session));
    }

    private static long HeldAck(Connection connection, ChatSeat seat)
    {
        lock (connection)
        {
            return seat.Acked > seat.AckPassedOn ? seat.Acked : 0;
        }
    }
}
