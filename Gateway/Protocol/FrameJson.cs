using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Whisper.Gateway.Protocol;

/// <summary>Generated JSON code for every frame.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(HelloFrame))]
[JsonSerializable(typeof(FindMatchFrame))]
[JsonSerializable(typeof(ReportFrame))]
[JsonSerializable(typeof(WelcomeFrame))]
[JsonSerializable(typeof(SearchingFrame))]
[JsonSerializable(typeof(MatchFoundFrame))]
[JsonSerializable(typeof(MatchTimeoutFrame))]
[JsonSerializable(typeof(MatchCancelledFrame))]
[JsonSerializable(typeof(PartnerMessageFrame))]
[JsonSerializable(typeof(DeliveredFrame))]
[JsonSerializable(typeof(PartnerTypingFrame))]
[JsonSerializable(typeof(PartnerFrame))]
[JsonSerializable(typeof(ChatEndedFrame))]
[JsonSerializable(typeof(ReportedFrame))]
[JsonSerializable(typeof(OnlineFrame))]
[JsonSerializable(typeof(DrainFrame))]
[JsonSerializable(typeof(ErrorFrame))]
[JsonSerializable(typeof(PongFrame))]
internal sealed partial class FrameJson : JsonSerializerContext
{
    /// <summary>The context to use: text goes out as it is, not as escapes, for the frames are never part of a web page.</summary>
    public static FrameJson Wire =>
        field ??= new FrameJson(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
