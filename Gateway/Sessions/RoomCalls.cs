using Microsoft.Extensions.Options;
using Whisper.Delivery;
using Whisper.Gateway.Delivery;
using Whisper.Gateway.Hosting;
using Whisper.Rooms;
using Whisper.Sessions;
using Whisper.Tracing;

namespace Whisper.Gateway.Sessions;

/// <summary>
/// What a chat asks of its room many times a second: in batches, and by itself when the batch brought no answer.
/// </summary>
internal sealed class RoomCalls(RoomLanes lanes, GrainCalls calls, IGrainFactory grains, IOptions<GatewayOptions> options)
{
    // a room answers from memory: an answer that takes longer was lost
    private static readonly TimeSpan Attempt = TimeSpan.FromMilliseconds(500);

    private readonly bool _inBatches = options.Value.BatchSize > 1;

    /// <summary><see cref="IChatRoom.Post"/>.</summary>
    /// <exception cref="CallFailedException">The room could not be reached.</exception>
    public async Task<PostResult> Post(MatchId match, Post post)
    {
        if (_inBatches && await lanes.Send(new PostCall(match, post, Spans.Here)) is { Answered: true } answer)
        {
            return answer.Post;
        }

        var room = grains.GetGrain<IChatRoom>(match.Value);
        return await calls.Call(() => room.Post(post), attempt: Attempt);
    }

    /// <summary><see cref="IChatRoom.Ack"/>.</summary>
    /// <exception cref="CallFailedException">The room could not be reached.</exception>
    public async Task Ack(MatchId match, SessionId session, long n)
    {
        if (_inBatches && await lanes.Send(new AckCall(match, session, n)) is { Answered: true })
        {
            return;
        }

        var room = grains.GetGrain<IChatRoom>(match.Value);
        await calls.Call(() => room.Ack(session, n), attempt: Attempt);
    }

    /// <summary><see cref="IChatRoom.Typing"/>; may be lost.</summary>
    public void Typing(MatchId match, SessionId session, bool on)
    {
        if (_inBatches)
        {
            _ = lanes.Send(new TypingCall(match, session, on));
        }
        else
        {
            grains.GetGrain<IChatRoom>(match.Value).Typing(session, on).Ignore();
        }
    }
}
