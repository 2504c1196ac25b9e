using System.Text.Json.Serialization;

namespace Whisper.Chaos.Wire;

/// <summary>Everything a server may say, in one type: which fields are set follows from <see cref="Type"/>. See <c>docs/protocol.md</c>.</summary>
internal sealed class ServerFrame
{
    public string Type { get; init; } = "";
    public string? Session { get; init; }
    public string? Token { get; init; }
    public bool Resumed { get; init; }
    public string? State { get; init; }
    public ResumedChat? Chat { get; init; }
    public int Tier { get; init; }
    public long WaitedMs { get; init; }
    public string? Match { get; init; }
    public long N { get; init; }
    public string? Text { get; init; }
    public long At { get; init; }
    public string? Mac { get; init; }
    public string? Reason { get; init; }
    public string? Case { get; init; }
    public long ReconnectInMs { get; init; }
    public string? Code { get; init; }
    public string? Re { get; init; }
    public long? RetryAfterMs { get; init; }
    public long? Expected { get; init; }
}

/// <summary>The chat that a resumed session is in.</summary>
internal sealed class ResumedChat
{
    public string Match { get; init; } = "";
    public int Tier { get; init; }
    public long Accepted { get; init; }
    public long Received { get; init; }
}

/// <summary>Everything this client says.</summary>
internal sealed record ClientFrame(string Type)
{
    public string? Resume { get; init; }
    public long? Received { get; init; }
    public IReadOnlyList<string>? Interests { get; init; }
    public long? N { get; init; }
    public string? Text { get; init; }
    public bool? On { get; init; }
    public string? Reason { get; init; }
    public IReadOnlyList<Evidence>? Evidence { get; init; }
}

/// <summary>A message of the partner as a report quotes it.</summary>
internal sealed record Evidence(long N, string Text, long At, string Mac);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ServerFrame))]
[JsonSerializable(typeof(ClientFrame))]
internal sealed partial class WireJson : JsonSerializerContext;
