using Whisper.LoadTest.Engine;
using Whisper.LoadTest.Wire;

namespace Whisper.LoadTest.Adapters;

/// <summary>ASP.NET Core SignalR's JSON hub protocol (<c>Peers/SignalR</c>): records that end with 0x1E, one or several a frame.</summary>
internal sealed class SignalRAdapter : EventAdapter
{
    private const byte RecordEnd = 0x1E;
    private const int Invocation = 1;
    private const int Ping = 6;

    /// <inheritdoc />
    public override string Name => "signalr";

    /// <inheritdoc />
    public override string Path => "/chat";

    /// <inheritdoc />
    public override bool Hello(FrameWriter frames, ReadOnlySpan<byte> token, long received)
    {
        frames.Frame("{\"protocol\":\"json\",\"version\":1}\u001e"u8);
        return true;
    }

    /// <inheritdoc />
    public override void Read(Opcode opcode, ReadOnlySpan<byte> payload, IServerEvents events)
    {
        while (payload.IndexOf(RecordEnd) is >= 0 and var end)
        {
            Record(payload[..end], events);
            payload = payload[(end + 1)..];
        }

        if (!payload.IsEmpty)
        {
            events.Unreadable();
        }
    }

    /// <inheritdoc />
    protected override FrameWriter Begin(FrameWriter frames, ReadOnlySpan<byte> name, bool hasArguments) =>
        frames.Begin().Raw("{\"type\":1,\"target\":\""u8).Raw(name).Raw("\",\"arguments\":["u8);

    /// <inheritdoc />
    protected override void End(FrameWriter frames) => frames.Raw("]}\u001e"u8).End();

    private static void Record(ReadOnlySpan<byte> record, IServerEvents events)
    {
        if (record.SequenceEqual("{}"u8))
        {
            events.Welcomed(resumed: false, PersonState.Idle, default);
            return;
        }

        var type = 0L;
        ReadOnlySpan<byte> target = default, arguments = default;
        for (var fields = new JsonFields(record); fields.Next();)
        {
            switch (fields.Name.Length)
            {
                case 4 when fields.Name.SequenceEqual("type"u8):
                    type = fields.Number;
                    break;
                case 6 when fields.Name.SequenceEqual("target"u8):
                    target = fields.Value;
                    break;
                case 9 when fields.Name.SequenceEqual("arguments"u8):
                    arguments = fields.Value;
                    break;
            }
        }

        if (type == Invocation)
        {
            Tell(target, new JsonItems(arguments), events);
        }
        else if (type != Ping)
        {
            events.Unreadable();
        }
    }
}
