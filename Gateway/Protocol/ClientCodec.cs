using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Whisper.Gateway.Protocol;

/// <summary>Reads client frames. Malformed input is an ordinary outcome here, never an exception to the caller.</summary>
internal static class ClientCodec
{
    /// <summary>Checks that a frame is one JSON object and says which type it has; the last <c>type</c> counts.</summary>
    public static ClientFrameType Identify(ReadOnlySpan<byte> utf8) => Identify(utf8, out _);

    /// <summary>The same, and what the frame holds if it is one of a chat.</summary>
    public static ClientFrameType Identify(ReadOnlySpan<byte> utf8, out ChatFields fields)
    {
        fields = default;
        try
        {
            var reader = new Utf8JsonReader(utf8);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return ClientFrameType.Bad;
            }

            var type = ClientFrameType.Bad;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isType = reader.ValueTextEquals("type"u8);
                var field = isType ? ChatField.None : FieldOf(ref reader);
                reader.Read();
                if (isType)
                {
                    type = reader.TokenType == JsonTokenType.String ? Lookup(ref reader) : ClientFrameType.Bad;
                }
                else if (field != ChatField.None)
                {
                    fields.Note(field, reader.TokenType, utf8[(int)reader.TokenStartIndex..(int)reader.BytesConsumed], reader.TokenType == JsonTokenType.String && reader.ValueIsEscaped);
                }

                reader.Skip();
            }

            // anything after the object is an error, which only another read finds
            return reader.Read() ? ClientFrameType.Bad : type;
        }
        catch (JsonException)
        {
            return ClientFrameType.Bad;
        }
        catch (InvalidOperationException)
        {
            // a name or type with half of a surrogate pair
            return ClientFrameType.Bad;
        }
    }

    /// <summary>Reads a frame's fields; false when one is missing or of the wrong kind.</summary>
    public static bool TryRead<T>(ReadOnlySpan<byte> utf8, JsonTypeInfo<T> type, [NotNullWhen(true)] out T? frame)
        where T : class
    {
        try
        {
            frame = JsonSerializer.Deserialize(utf8, type);
            return frame is not null;
        }
        catch (JsonException)
        {
            frame = null;
            return false;
        }
    }

    private static ChatField FieldOf(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("n"u8) ? ChatField.N : reader.ValueTextEquals("text"u8) ? ChatField.Text : reader.ValueTextEquals("on"u8) ? ChatField.On : ChatField.None;

    private static ClientFrameType Lookup(ref Utf8JsonReader reader)
    {
        foreach (var (name, type) in Names)
        {
            if (reader.ValueTextEquals(name))
            {
                return type;
            }
        }

        return ClientFrameType.Unknown;
    }

    private static readonly (byte[] Name, ClientFrameType Type)[] Names =
    [
        // the frequent ones first
        ("message"u8.ToArray(), ClientFrameType.Message),
        ("ack"u8.ToArray(), ClientFrameType.Ack),
        ("typing"u8.ToArray(), ClientFrameType.Typing),
        ("ping"u8.ToArray(), ClientFrameType.Ping),
        ("hello"u8.ToArray(), ClientFrameType.Hello),
        ("find_match"u8.ToArray(), ClientFrameType.FindMatch),
        ("cancel_match"u8.ToArray(), ClientFrameType.CancelMatch),
        ("leave"u8.ToArray(), ClientFrameType.Leave),
        ("block"u8.ToArray(), ClientFrameType.Block),
        ("report"u8.ToArray(), ClientFrameType.Report),
    ];
}
