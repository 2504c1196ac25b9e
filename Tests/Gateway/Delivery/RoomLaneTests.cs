using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Whisper.Delivery;
using Whisper.Gateway.Connections;
using Whisper.Gateway.Delivery;
using Whisper.Gateway.Hosting;
using Whisper.Rooms;
using Whisper.Sessions;
using Whisper.Tests.Support;
using Xunit;

namespace Whisper.Tests.Gateway.Delivery;

/// <summary>Acknowledgements, for which nobody waits, travel in company.</summary>
public sealed class RoomLaneTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly FakeTimeProvider _time = new();
    private readonly Ingress _ingress = new();
    private readonly RoomLane _lane;

    public RoomLaneTests() =>
        _lane = new RoomLane(_ingress, 64, _time, new GatewayMetrics(_services.GetRequiredService<IMeterFactory>()), NullLogger.Instance);

    public void Dispose() => _services.Dispose();

    [Fact]
    public async Task Acknowledgements_GoTogether_WhenTheyHaveWaited()
    {
        Send(RelayKind.Delivered);
        Send(RelayKind.Delivered);
        _time.Advance(BatchPace.LongestHold - TimeSpan.FromMilliseconds(1));
        Assert.Empty(_ingress.Batches);

        await Eventually.True(
            () =>
            {
                _time.Advance(TimeSpan.FromMilliseconds(1));
                return !_ingress.Batches.IsEmpty;
            },
            "they go");
        Assert.Equal([RelayKind.Delivered, RelayKind.Delivered], Assert.Single(_ingress.Batches));
    }

    [Fact]
    public async Task Message_TakesThemAlongAtOnce()
    {
        Send(RelayKind.Delivered);
        Send(RelayKind.Message);

        await Eventually.True(() => !_ingress.Batches.IsEmpty, "they go, and no time has passed");
        Assert.Equal([RelayKind.Delivered, RelayKind.Message], Assert.Single(_ingress.Batches));
    }

    [Fact]
    public async Task WhatComesWhileABatchIsUnderWay_Waits_AndIsNotForgotten()
    {
        _ingress.Answer = new TaskCompletionSource();
        Send(RelayKind.Message);
        await Eventually.True(() => _ingress.Batches.Count == 1, "the first goes");
        Send(RelayKind.Delivered);
        _ingress.Answer.SetResult();

        await Eventually.True(
            () =>
            {
                _time.Advance(BatchPace.LongestHold);
                return _ingress.Batches.Count == 2;
            },
            "the second goes");
        Assert.Equal([RelayKind.Delivered], _ingress.Batches.Last());
    }

    private void Send(RelayKind kind)
    {
        var chat = new ChatSeat(new MatchId(Guid.NewGuid()));
        var connection = new Connection(null!, default, 0) { Session = SessionId.New() };
        _lane.Send(new LaneCall(null, connection, chat, 1), new RelayCall { Kind = kind, Match = chat.Match, Session = connection.Session, N = 1 });
    }

    private sealed class Ingress : IGatewayIngress
    {
        public ConcurrentQueue<RelayKind[]> Batches { get; } = new();

        public TaskCompletionSource? Answer { get; set; }

        public async Task<RelayAnswers> Relay(RelayCalls calls)
        {
            Batches.Enqueue(Kinds(calls));
            await (Answer?.Task ?? Task.CompletedTask);
            return new RelayAnswers(new byte[calls.Count], null);
        }

        public Task<ImmutableArray<RoomAnswer>> Call(ImmutableArray<RoomCall> calls) => throw new NotSupportedException();

        public Task<ImmutableArray<AssertOutcome>> Assert(ImmutableArray<SessionAssertion> assertions) => throw new NotSupportedException();

        public Task Knock() => throw new NotSupportedException();

        private static RelayKind[] Kinds(RelayCalls calls)
        {
            var kinds = new RelayKind[calls.Count];
            var rest = calls.Packed.Span;
            for (var i = 0; i < kinds.Length; i++)
            {
                kinds[i] = RelayCall.Read(ref rest).Kind;
            }

            return kinds;
        }
    }
}
