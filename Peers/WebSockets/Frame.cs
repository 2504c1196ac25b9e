using System.Text.Json;
using System.Text.Json.Serialization;

namespace Whisper.Peers.WebSockets;

/// <summary>Any frame of whisper.v1: what its type does not have is null and is not written.</summary>
internal sealed class Frame
{
    public required string Type { get; init; }

    public string? Session { get; init; }

    public bool? Resumed { get; init; }

    public string? State { get; init; }

    public string[]? Interests { get; init; }

    public string? Match { get; init; }

    public int? Tier { get; init; }

    public int? WaitedMs { get; init; }

    public string[]? Shared { get; init; }

    public int? N { get; init; }

    public string? Text { get; init; }

    public long? At { get; init; }

    public bool? On { get; init; }

    public string? Reason { get; init; }
}

/// <summary>Generated serialisation, the fastest that System.Text.Json has.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Frame))]
internal sealed partial class FrameJson : JsonSerializerContext;
