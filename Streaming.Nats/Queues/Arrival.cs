namespace Whisper.Streaming.Nats.Queues;

/// <summary>A message as it came from JetStream.</summary>
internal readonly record struct Arrival(EventKey Key, byte[] Body, string Reply, bool IsRedelivery);
