using System.Diagnostics.Metrics;
using Whisper.Gateway.Protocol;
using Whisper.Sessions;

namespace Whisper.Gateway.Hosting;

/// <summary>The gateway's instruments. Tags come from closed sets, never from what a client sent.</summary>
internal sealed class GatewayMetrics
{
    private static readonly KeyValuePair<string, object?>[] Types =
        [.. Enum.GetValues<ClientFrameType>().Select(type => new KeyValuePair<string, object?>("type", type.Wire()))];

    private readonly UpDownCounter<long> _connections;
    private readonly Counter<long> _framesIn;
    private readonly Counter<long> _framesOut;
    private readonly Counter<long> _errors;
    private readonly Counter<long> _closes;
    private readonly Counter<long> _limits;
    private readonly Counter<long> _staleDeliveries;
    private readonly Counter<long> _repeatedDeliveries;
    private readonly Counter<long> _callRetries;
    private readonly Counter<long> _assertions;
    private readonly Counter<long> _lostBatches;
    private readonly Histogram<int> _batches;
    private readonly Meter _meter;

    public GatewayMetrics(IMeterFactory factory)
    {
        var meter = _meter = factory.Create("Whisper");
        _connections = meter.CreateUpDownCounter<long>("whisper.gateway.connections", "{connection}", "Open sockets.");
        _framesIn = meter.CreateCounter<long>("whisper.gateway.frames.received", "{frame}", "Text frames of clients, by type.");
        _framesOut = meter.CreateCounter<long>("whisper.gateway.frames.sent", "{frame}", "Text frames queued for clients.");
        _errors = meter.CreateCounter<long>("whisper.gateway.errors", "{error}", "Error frames, by code.");
        _closes = meter.CreateCounter<long>("whisper.gateway.closes", "{connection}", "Ended connections, by close code; 0 when the peer ended it.");
        _limits = meter.CreateCounter<long>("whisper.gateway.limits", "{refusal}", "Refusals by a limit, by its name.");
        _staleDeliveries = meter.CreateCounter<long>("whisper.gateway.deliveries.stale", "{delivery}", "Deliveries for connections or matches that are over.");
        _repeatedDeliveries = meter.CreateCounter<long>("whisper.gateway.deliveries.repeated", "{message}", "Messages that came again for a connection that had been given them; it was not given them twice.");
        _callRetries = meter.CreateCounter<long>("whisper.gateway.calls.retried", "{call}", "Calls to the cluster that were tried again.");
        _assertions = meter.CreateCounter<long>("whisper.gateway.assertions", "{assertion}", "Times the gateway vouched for somebody, by outcome.");
        _lostBatches = meter.CreateCounter<long>("whisper.gateway.batches.lost", "{batch}", "Batches of calls to the cluster that failed; their calls are made again, one by one.");
        _batches = meter.CreateHistogram(
            "whisper.gateway.batch",
            "{call}",
            "Calls per batch to the cluster.",
            tags: null,
            new InstrumentAdvice<int> { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256] });
    }

    public void Opened() => _connections.Add(1);

    public void Closed(CloseCode code)
    {
        _connections.Add(-1);
        _closes.Add(1, new KeyValuePair<string, object?>("code", (int)code));
    }

    public void FrameIn(ClientFrameType type) => _framesIn.Add(1, Types[(int)type]);

    public void FrameOut() => _framesOut.Add(1);

    public void Error(FrameError code) => _errors.Add(1, new KeyValuePair<string, object?>("code", code.Wire()));

    public void LimitHit(string limit) => _limits.Add(1, new KeyValuePair<string, object?>("limit", limit));

    public void StaleDelivery() => _staleDeliveries.Add(1);

    public void RepeatedDelivery() => _repeatedDeliveries.Add(1);

    public void CallRetried() => _callRetries.Add(1);

    public void Asserted(AssertOutcome outcome) => _assertions.Add(1, new KeyValuePair<string, object?>("outcome", outcome.ToString()));

    public void BatchSent(int calls) => _batches.Record(calls);

    public void BatchLost() => _lostBatches.Add(1);

    /// <summary>Has the lease looked at when somebody asks.</summary>
    public void ObserveLease(Func<bool> held) =>
        _meter.CreateObservableGauge("whisper.gateway.lease_held", () => held() ? 1 : 0, "{lease}", "1 while the cluster vouches for this gateway, else 0.");
}
