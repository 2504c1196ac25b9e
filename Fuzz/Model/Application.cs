using System.Text.Json;

namespace Whisper.Fuzz.Model;

/// <summary>
/// What the protocol above answers to a text. A gateway does not echo, but it answers: a <c>ping</c> with <c>pong</c>, and what
/// it does not know, or cannot read, with <c>error</c>. The texts of this program are of no other types.
/// </summary>
internal static class Application
{
    public const string Ping = """{"type":"ping"}""";

    public const string Pong = "pong";

    public const string Error = "error";

    /// <summary>The type of the answer.</summary>
    public static string Answer(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("type", out var type)
                && type.ValueKind == JsonValueKind.String
                && type.ValueEquals("ping"u8) ? Pong : Error;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return Error;
        }
    }
}
