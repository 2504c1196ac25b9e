using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace Whisper.Tests.Gateway.Support;

/// <summary>A frame as it came from a server, or the end of the connection.</summary>
internal sealed record WireFrame(int Opcode, byte[] Payload)
{
    public const int EndOfStream = -1;

    public bool IsEnd => Opcode == EndOfStream;

    public bool IsClose => Opcode == RawClient.Close;

    /// <summary>The close code; 0 when there is none.</summary>
    public int CloseCode => IsClose && Payload.Length >= 2 ? BinaryPrimitives.ReadUInt16BigEndian(Payload) : 0;

    public string Text => Encoding.UTF8.GetString(Payload);

    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Payload);

    public override string ToString() => Opcode switch
    {
        EndOfStream => "end of stream",
        RawClient.Close => $"close {CloseCode}",
        RawClient.Text => Text,
        _ => $"opcode {Opcode}, {Payload.Length} bytes",
    };
}
