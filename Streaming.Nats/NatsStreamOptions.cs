namespace Whisper.Streaming.Nats;

/// <summary>Where JetStream keeps events.</summary>
public enum NatsStorage
{
    /// <summary>On disk: events outlive a restart of the server.</summary>
    File,

    /// <summary>In memory: a restart of the server loses events, unless there are replicas.</summary>
    Memory,
}

/// <summary>Settings of one stream provider on NATS JetStream. Everything is checked at start.</summary>
public sealed class NatsStreamOptions
{
    /// <summary>Address of the server; several are separated by commas. Default <c>nats://127.0.0.1:4222</c>.</summary>
    public string Url { get; set; } = "nats://127.0.0.1:4222";

    /// <summary>The user. Default empty: no credentials are sent.</summary>
    public string User { get; set; } = "";

    /// <summary>The user's password, a secret. Default empty.</summary>
    public string Password { get; set; } = "";

    /// <summary>Name of the JetStream stream, and of its consumers; the dead letters are in <c>…-dead</c>. Default <c>orleans</c>.</summary>
    public string Stream { get; set; } = "orleans";

    /// <summary>What subjects begin with: events are on <c>prefix.queue</c>, dead letters on <c>prefix-dead.queue</c>. Default empty: the stream's name.</summary>
    public string SubjectPrefix { get; set; } = "";

    /// <summary>Queues that streams are spread over; the same in every process. Default 8, range 1 to 256.</summary>
    public int Queues { get; set; } = 8;

    /// <summary>Where JetStream keeps events. Default on disk. A stream that exists keeps what it was made with.</summary>
    public NatsStorage Storage { get; set; }

    /// <summary>Copies of each event on different servers. Default 1, range 1 to 5.</summary>
    public int Replicas { get; set; } = 1;

    /// <summary>After this long without a sign from the silo, JetStream gives an event out again. Default 60 s, range 1 s to 1 h.</summary>
    public TimeSpan AckWait { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Failed deliveries after which an event is a dead letter. Default 20, range 1 to 10,000.</summary>
    public int MaxDeliver { get; set; } = 20;

    /// <summary>Wait before the first redelivery; it doubles with each. Default 250 ms, range 10 ms to 1 min.</summary>
    public TimeSpan RedeliverDelay { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Longest wait before a redelivery. Default 15 s, range 10 ms to 1 h.</summary>
    public TimeSpan MaxRedeliverDelay { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long JetStream knows a message id: the same again within it is dropped. Default 2 min, range 1 s to 1 day.</summary>
    public TimeSpan DuplicateWindow { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Events fetched at once. Default 256, range 1 to 4,096.</summary>
    public int MaxBatch { get; set; } = 256;

    /// <summary>Events of one queue that a silo holds; when that many wait for slow consumers, the queue waits. Default 10,000, range 16 to 1,000,000.</summary>
    public int MaxHeld { get; set; } = 10_000;

    /// <summary>The id by which a repeated event is known, within its stream; null means that the event has none. Default: no event has one.</summary>
    public Func<object, string?> MessageId { get; set; } = _ => null;

    /// <summary>How often queues are looked at: one with events that gets none for this long is opened anew. Default 10 s, range 100 ms to 10 min.</summary>
    public TimeSpan WatchdogPeriod { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often fetched events are handed out. Default 100 ms, range 1 ms to 10 s.</summary>
    public TimeSpan PollPeriod { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>A producer learns after this long that its event was not stored. Default 5 s, range 100 ms to 1 min.</summary>
    public TimeSpan PublishTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>A process waits this long for the server when it starts. Default 10 s, range 1 s to 1 min.</summary>
    public TimeSpan StartTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long dead letters are kept. Default 7 days, range 1 min to 365 days.</summary>
    public TimeSpan DeadLetterAge { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How many dead letters are kept; the oldest go first. Default 100,000, range 1 to 100,000,000.</summary>
    public long DeadLetterCount { get; set; } = 100_000;

    /// <summary>
    /// Whether grains may subscribe at run time, which needs a grain storage named <c>PubSubStore</c>. Default false: only implicit subscriptions.
    /// </summary>
    public bool ExplicitSubscriptions { get; set; }

    /// <summary>The clock of redeliveries and of the watchdog.</summary>
    public TimeProvider Clock { get; set; } = TimeProvider.System;
}
