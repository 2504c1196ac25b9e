using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Whisper.Delivery;
using Whisper.Grains.Delivery;
using Whisper.Grains.Rooms;
using Whisper.Matching;
using Whisper.Tests.Support;
using Xunit;

namespace Whisper.Tests.Delivery;

/// <summary>One thread at a time delivers what there is.</summary>
public sealed class GatewayQueueTests : IDisposable
{
    private static readonly TimeSpan ALook = TimeSpan.FromMilliseconds(200);

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly CancellationTokenSource _leaving = new();

    public void Dispose()
    {
        _leaving.Dispose();
        _services.Dispose();
    }

    /// <summary>Else two of them use the same batch and the same buffer, and events are lost.</summary>
    [Fact]
    public async Task Push_AsADelivererFindsNothingMore_DoesNotMakeItDeliverBesideTheNext()
    {
        var gateway = new Recorder();
        var clock = new Interrupted(gateway);
        var queue = Queue(gateway, clock, isHere: true);
        var pushed = 0;
        void Push() => Assert.True(queue.TryPush(new QueuedEvent(1, 1, new ChatWord(RelayKind.Delivered, default, ++pushed), null)));
        clock.IsIdle = () => queue.Depth == 0;
        clock.Interruption = Push;

        Push();
        await Eventually.True(() => clock.Happened && queue.Depth == 0 && gateway.Taken.Count == pushed, "all have gone");

        Assert.Equal(Enumerable.Range(1, pushed).Select(n => (long)n), gateway.Taken);
        Assert.Equal(0, gateway.AtOnce);
    }

    [Fact]
    public async Task Acknowledgements_GoTogether_WhenTheyHaveWaited()
    {
        var (gateway, clock) = (new Recorder(), new FakeTimeProvider());
        var queue = Queue(gateway, clock, isHere: false);
        Push(queue, RelayKind.Delivered, 1);
        Push(queue, RelayKind.Delivered, 2);
        clock.Advance(BatchPace.LongestHold - TimeSpan.FromMilliseconds(1));
        Assert.Empty(gateway.Taken);

        await Eventually.True(
            () =>
            {
                clock.Advance(TimeSpan.FromMilliseconds(1));
                return queue.Depth == 0;
            },
            "they go");
        Assert.Equal([1, 2], gateway.Taken);
    }

    [Fact]
    public async Task WhatSomebodyWaitsFor_TakesThemAlongAtOnce_InOrder()
    {
        var (gateway, clock) = (new Recorder(), new FakeTimeProvider());
        var queue = Queue(gateway, clock, isHere: false);
        Push(queue, RelayKind.Delivered, 1);
        Push(queue, RelayKind.TypingOn, 0);
        Push(queue, RelayKind.Delivered, 2);

        await Eventually.True(() => gateway.Taken.Count >= 2, "the first two go, and no time has passed");
        await Eventually.True(
            () =>
            {
                clock.Advance(BatchPace.LongestHold);
                return queue.Depth == 0;
            },
            "so does the third");
        Assert.Equal([1, 0, 2], gateway.Taken);
    }

    [Fact]
    public async Task WhatWaits_GoesAtOnce_WhenItIsToHurry()
    {
        var (gateway, clock) = (new Recorder(), new FakeTimeProvider());
        var queue = Queue(gateway, clock, isHere: false);
        Push(queue, RelayKind.Delivered, 1);
        queue.Hurry();

        await Eventually.True(() => queue.Depth == 0, "it goes");
        Assert.Equal([1], gateway.Taken);
    }

    /// <summary>A grain's scheduler ends with its activation, and everything for the gateway would with it.</summary>
    [Fact]
    public async Task WhatWaits_DoesNotDependOnTheSchedulerOfWhoPushedIt()
    {
        var (gateway, clock) = (new Recorder(), new FakeTimeProvider());
        var queue = Queue(gateway, clock, isHere: false);
        using var done = new CancellationTokenSource();
        await Task.Factory.StartNew(() => Push(queue, RelayKind.Delivered, 1), done.Token, TaskCreationOptions.None, new Ending());

        await Eventually.True(
            () =>
            {
                clock.Advance(BatchPace.LongestHold);
                return queue.Depth == 0;
            },
            "it goes");
        Assert.Equal([1], gateway.Taken);
    }

    /// <summary>A message is gone when the other side has it.</summary>
    [Fact]
    public async Task WhatTheGatewayHasTaken_IsNotKept()
    {
        var gateway = new Recorder();
        var queue = Queue(gateway, TimeProvider.System, isHere: false);
        var message = PushMessage(queue);
        await Eventually.True(() => gateway.Taken.Count == 1 && queue.Depth == 0, "it is taken");
        await Eventually.True(
            () =>
            {
                GC.Collect();
                return !message.IsAlive;
            },
            "it is gone");
        GC.KeepAlive(queue);
    }

    /// <summary>Else it gets everything twice, just when it has no time for it.</summary>
    [Theory]
    [InlineData(500, new long[] { 1, 2, 3 })]
    [InlineData(700, new long[] { 1, 1, 2, 3 })]
    [InlineData(2_000, new long[] { 1, 1, 1, 2, 3 })]
    public async Task GatewayThatIsSlow_IsGivenMoreTimeFromItsFirstAnswerOn(int answersAfterMs, long[] taken)
    {
        var clock = new FakeTimeProvider();
        var gateway = new Recorder { Takes = () => Task.Delay(TimeSpan.FromMilliseconds(answersAfterMs), clock) };
        var queue = Queue(gateway, clock, isHere: false);
        for (var n = 1; n <= 3; n++)
        {
            Push(queue, RelayKind.TypingOn, n);
            await Eventually.True(
                () =>
                {
                    clock.Advance(TimeSpan.FromMilliseconds(50));
                    return queue.Depth == 0;
                },
                "it is taken");
            Assert.False(gateway.SawOneChange);
        }

        Assert.Equal(taken, gateway.Taken);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference PushMessage(GatewayQueue queue)
    {
        var message = new SealedMessage(1, 1, new byte[RelayEvent.SealLength + 1]);
        Assert.True(queue.TryPush(new QueuedEvent(1, 1, new ChatWord(RelayKind.Message, default, 1, message), null)));
        return new WeakReference(message);
    }

    private static void Push(GatewayQueue queue, RelayKind kind, long n) => Assert.True(queue.TryPush(new QueuedEvent(1, 1, new ChatWord(kind, default, n), null)));

    private GatewayQueue Queue(Recorder gateway, TimeProvider clock, bool isHere) => new(
        Guid.NewGuid(),
        new Lease(gateway),
        here: isHere ? gateway : null,
        batchSize: 64,
        clock,
        new DeliveryMetrics(_services.GetRequiredService<IMeterFactory>()),
        NullLogger.Instance,
        _ => { },
        _leaving.Token);

    /// <summary>Runs one task, and nothing that comes of it.</summary>
    private sealed class Ending : TaskScheduler
    {
        private int _tasks;

        protected override void QueueTask(Task task)
        {
            if (Interlocked.Increment(ref _tasks) == 1)
            {
                ThreadPool.UnsafeQueueUserWorkItem(_ => TryExecuteTask(task), null);
            }
        }

        protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

        protected override IEnumerable<Task> GetScheduledTasks() => [];
    }

    private sealed class Lease(IGatewayObserver observer) : IGatewayLease
    {
        public Task<LeaseView> Find() => Task.FromResult(new LeaseView(LeaseState.Held, observer, TakesPacked: true));

        public Task<LeaseGrant> Renew(LeaseRenewal renewal) => throw new NotSupportedException();

        public Task Release() => throw new NotSupportedException();
    }

    /// <summary>When the thread that delivered first asks for the time and nothing waits, another one pushes something, and has the time to deliver it if it may.</summary>
    private sealed class Interrupted(Recorder gateway) : TimeProvider
    {
        public Func<bool> IsIdle { get; set; } = () => false;

        public Action Interruption { get; set; } = () => { };

        public bool Happened { get; private set; }

        public override long GetTimestamp()
        {
            if (gateway.First == Environment.CurrentManagedThreadId && !Happened && IsIdle())
            {
                Happened = true;
                var other = new Thread(() => Interruption());
                other.Start();
                other.Join();
                gateway.Entered.Wait(ALook);
            }

            return base.GetTimestamp();
        }
    }

    private sealed class Recorder : IGatewayObserver
    {
        private readonly ConcurrentQueue<(Task Answer, ReadOnlyMemory<byte> Packed, byte[] Before)> _calls = new();
        private int _inside;

        /// <summary>The thread that was here first.</summary>
        public int First { get; private set; }

        /// <summary>Another thread is here.</summary>
        public ManualResetEventSlim Entered { get; } = new();

        /// <summary>The first thread is here beside it.</summary>
        public ManualResetEventSlim FirstAgain { get; } = new();

        public ConcurrentQueue<long> Taken { get; } = new();

        public Func<Task> Takes { get; init; } = () => Task.CompletedTask;

        public int AtOnce { get; private set; }

        /// <summary>What a call carried was something else before it was answered: it may not have been sent yet.</summary>
        public bool SawOneChange => _calls.Any(call => !call.Answer.IsCompleted && !call.Packed.Span.SequenceEqual(call.Before));

        public Task Relay(RelayEvents events)
        {
            if (Interlocked.Increment(ref _inside) > 1)
            {
                AtOnce++;
                FirstAgain.Set();
            }

            if (First == 0)
            {
                First = Environment.CurrentManagedThreadId;
            }
            else if (First != Environment.CurrentManagedThreadId)
            {
                Entered.Set();
                FirstAgain.Wait(ALook);
            }

            var rest = events.Packed.Span;
            for (var i = 0; i < events.Count; i++)
            {
                Taken.Enqueue(RelayEvent.Read(ref rest).N);
            }

            Interlocked.Decrement(ref _inside);
            var answer = Takes();
            _calls.Enqueue((answer, events.Packed, events.Packed.ToArray()));
            return answer;
        }

        public Task Deliver(DeliveryBatch batch) => throw new NotSupportedException();

        public Task<bool> Holds(ConnectionRef connection) => throw new NotSupportedException();

        public Task<bool> Heard(ConnectionRef connection) => throw new NotSupportedException();

        public Task<bool> Searches(ConnectionRef connection, TicketId ticket) => throw new NotSupportedException();
    }
}
