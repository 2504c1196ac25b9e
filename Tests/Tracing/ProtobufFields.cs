using System.Text;

namespace Whisper.Tests.Tracing;

/// <summary>What a protobuf message holds, as far as spans need it: fields with a length.</summary>
internal static class ProtobufFields
{
    /// <summary>All of that number, in their order.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Of(ReadOnlyMemory<byte> message, int number) =>
        Read(message).Where(field => field.Number == number).Select(field => field.Bytes);

    /// <summary>The one of that number, as text; empty when there is none.</summary>
    public static string Text(ReadOnlyMemory<byte> message, int number) =>
        Of(message, number).Select(bytes => Encoding.UTF8.GetString(bytes.Span)).SingleOrDefault("");

    private static IEnumerable<(int Number, ReadOnlyMemory<byte> Bytes)> Read(ReadOnlyMemory<byte> rest)
    {
        while (rest.Length > 0)
        {
            var tag = Varint(ref rest);
            switch (tag & 7)
            {
                case 0:
                    _ = Varint(ref rest);
                    break;
                case 1:
                    rest = rest[8..];
                    break;
                case 2:
                    var length = (int)Varint(ref rest);
                    yield return ((int)(tag >> 3), rest[..length]);
                    rest = rest[length..];
                    break;
                case 5:
                    rest = rest[4..];
                    break;
                default:
                    throw new InvalidDataException($"Wire type {tag & 7} is none of protobuf's.");
            }
        }
    }

    private static ulong Varint(ref ReadOnlyMemory<byte> rest)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = rest.Span[0];
            rest = rest[1..];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }
}
