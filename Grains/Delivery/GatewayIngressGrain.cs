using System.Collections.Immutable;
using System.Text;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Whisper.Delivery;
using Whisper.Grains.Rooms;
using Whisper.Rooms;
using Whisper.Runtime;
using Whisper.Sessions;
using Whisper.Tracing;

namespace Whisper.Grains.Delivery;

/// <summary>Takes a gateway's batches apart. A worker of each silo, so that a batch costs one hop before its calls part.</summary>
[StatelessWorker, Reentrant]
internal sealed class GatewayIngressGrain(IGrainPeers peers, LocalRooms rooms, TimeProvider time, DeliveryMetrics metrics, ILogger<GatewayIngressGrain> logger)
    : Grain, IGatewayIngress
{
    // A call that takes longer goes to a silo in trouble: the gateway makes it again by itself, and nobody else's waits.
    private static readonly TimeSpan CallPatience = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan AssertPatience = TimeSpan.FromSeconds(1);

    public async Task<ImmutableArray<RoomAnswer>> Call(ImmutableArray<RoomCall> calls)
    {
        metrics.Received(calls.Length);
        return await Gather(calls, Call, CallPatience, default);
    }

    public Task<RelayAnswers> Relay(RelayCalls calls)
    {
        metrics.Received(calls.Count);
        var relayed = new RelayedCalls(calls.Count);
        List<(int Index, Task<RoomAnswer> Answer)>? away = null;
        var rest = calls.Packed.Span;
        for (var i = 0; i < calls.Count; i++)
        {
            var call = RelayCall.Read(ref rest);
            using var span = call.Trace.IsEmpty ? null : Spans.Continue("whisper.ingress", Encoding.ASCII.GetString(call.Trace));
            span?.Session(call.Session).Match(call.Match).Silo(RuntimeIdentity);
            if (rooms.TryCall(call, out var result))
            {
                relayed.Answered(i, result);
            }
            else
            {
                (away ??= []).Add((i, Call(ToCall(call))));
            }
        }

        return away is null ? Task.FromResult(relayed.Answers) : Gather(relayed, away);
    }

    public Task<ImmutableArray<AssertOutcome>> Assert(ImmutableArray<SessionAssertion> assertions) =>
        Gather(assertions, assertion => Assertions.Assert(peers, assertion), AssertPatience, AssertOutcome.Unanswered);

    public Task Knock() => Task.CompletedTask;

    private static RoomCall ToCall(in RelayCall call) => call.Kind switch
    {
        RelayKind.Message => new PostCall(
            call.Match,
            new Post(call.Session, call.N, new PrivateText(Encoding.UTF8.GetString(call.Text)), call.Delivered),
            call.Trace.IsEmpty ? null : Encoding.ASCII.GetString(call.Trace)),
        RelayKind.Delivered => new AckCall(call.Match, call.Session, call.N),
        _ => new TypingCall(call.Match, call.Session, call.Kind == RelayKind.TypingOn),
    };

    // of rooms that are elsewhere, or have something to wait for
    private async Task<RelayAnswers> Gather(RelayedCalls relayed, List<(int Index, Task<RoomAnswer> Answer)> away)
    {
        await Settle([.. away.Select(call => call.Answer)], CallPatience);
        foreach (var (index, answer) in away)
        {
            if (IsAnswered(answer))
            {
                relayed.Answered(index, answer.Result.Post);
            }
            else
            {
                relayed.Unanswered(index);
            }
        }

        return relayed.Answers;
    }

    private async Task<RoomAnswer> Call(RoomCall call)
    {
        var room = peers.Room(call.Match);
        switch (call)
        {
            case PostCall post:
                return await Post(room, post);
            case AckCall ack:
                await room.Ack(ack.Session, ack.N);
                return new RoomAnswer(true, default);
            case TypingCall typing:
                room.Typing(typing.Session, typing.On).Ignore();
                return new RoomAnswer(true, default);
            default:
                throw new NotSupportedException(call.GetType().Name);
        }
    }

    private async Task<RoomAnswer> Post(IChatRoom room, PostCall call)
    {
        using var span = Spans.Continue("whisper.ingress", call.Trace);
        span?.Session(call.Post.From).Match(call.Match).Silo(RuntimeIdentity);
        return new RoomAnswer(true, await room.Post(call.Post));
    }

    private async Task<ImmutableArray<TAnswer>> Gather<TCall, TAnswer>(
        ImmutableArray<TCall> calls, Func<TCall, Task<TAnswer>> call, TimeSpan patience, TAnswer unanswered)
    {
        var tasks = new Task<TAnswer>[calls.Length];
        for (var i = 0; i < tasks.Length; i++)
        {
            tasks[i] = call(calls[i]);
        }

        await Settle(tasks, patience);
        return [.. tasks.Select(task => IsAnswered(task) ? task.Result : unanswered)];
    }

    private async Task Settle(Task[] calls, TimeSpan patience)
    {
        var all = Task.WhenAll(calls);
        await all.WaitAsync(patience, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    private bool IsAnswered(Task call)
    {
        if (call.IsCompletedSuccessfully)
        {
            return true;
        }

        metrics.Unanswered();
        _ = Note(call);
        return false;
    }

    private async Task Note(Task call)
    {
        try
        {
            await call;
        }
        catch (Exception error)
        {
            DeliveryLog.CallFailed(logger, RuntimeIdentity, error);
        }
    }
}
