using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Whisper.Delivery;
using Whisper.Grains.Runtime;
using Whisper.Rooms;
using Whisper.Sessions;
using Whisper.Tracing;

namespace Whisper.Grains.Delivery;

/// <summary>Takes a gateway's batches apart. A worker of each silo, so that a batch costs one hop before its calls part.</summary>
[StatelessWorker, Reentrant]
internal sealed class GatewayIngressGrain(IGrainPeers peers, TimeProvider time, DeliveryMetrics metrics, ILogger<GatewayIngressGrain> logger)
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

    public Task<ImmutableArray<AssertOutcome>> Assert(ImmutableArray<SessionAssertion> assertions) =>
        Gather(assertions, assertion => Assertions.Assert(peers, assertion), AssertPatience, AssertOutcome.Unanswered);

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

        Task all = Task.WhenAll(tasks);
        await all.WaitAsync(patience, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        var answers = ImmutableArray.CreateBuilder<TAnswer>(tasks.Length);
        foreach (var task in tasks)
        {
            answers.Add(task.IsCompletedSuccessfully ? task.Result : unanswered);
            if (!task.IsCompletedSuccessfully)
            {
                metrics.Unanswered();
                _ = Note(task);
            }
        }

        return answers.MoveToImmutable();
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
