namespace Whisper.Gateway.Transports;

/// <summary>Names one socket of this process: an index in the connection table, and which of the index's users it is.</summary>
internal readonly record struct ConnectionId(int Slot, int Generation);
