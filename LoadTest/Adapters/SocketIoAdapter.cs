using Whisper.LoadTest.Engine;
using Whisper.LoadTest.Wire;

namespace Whisper.LoadTest.Adapters;

/// <summary>Socket.IO's protocol 5 on Engine.IO's protocol 4 (<c>Peers/SocketIo</c>): a digit each for the packets of both, then JSON.</summary>
internal sealed class SocketIoAdapter : EventAdapter
{
    /// <inheritdoc />
    public override string Name => "socket.io";

    /// <inheritdoc />
    public override string Path => "/socket.io/?EIO=4&transport=websocket";

    /// <inheritdoc />
    public override bool Hello(FrameWriter frames, ReadOnlySpan<byte> token, long received)
    {
        frames.Frame("40"u8);
        return true;
    }

    /// <inheritdoc />
    public override void Read(Opcode opcode, ReadOnlySpan<byte> payload, IServerEvents events)
    {
        switch (payload)
        {
            case [(byte)'4', (byte)'2', .. var items]:
                var arguments = new JsonItems(items);
                arguments.Next();
                Tell(arguments.Value, arguments, events);
                break;
            case [(byte)'4', (byte)'0', ..]:
                events.Welcomed(resumed: false, PersonState.Idle, default);
                break;
            case [(byte)'2']:
                events.Answer().Frame("3"u8);
                break;
            case [(byte)'0', ..]:
                break;
            default:
                events.Unreadable();
                break;
        }
    }

    /// <inheritdoc />
    protected override FrameWriter Begin(FrameWriter frames, ReadOnlySpan<byte> name, bool hasArguments) =>
        frames.Begin().Raw("42[\""u8).Raw(name).Raw(hasArguments ? "\","u8 : "\""u8);

    /// <inheritdoc />
    protected override void End(FrameWriter frames) => frames.Raw("]"u8).End();
}
