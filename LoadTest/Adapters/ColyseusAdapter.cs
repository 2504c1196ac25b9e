using Whisper.LoadTest.Engine;
using Whisper.LoadTest.Wire;

namespace Whisper.LoadTest.Adapters;

/// <summary>Messages of a Colyseus room (<c>Peers/Colyseus</c>): a protocol byte, the message's type, then MessagePack.</summary>
internal sealed class ColyseusAdapter : Adapter
{
    private const byte JoinRoom = 10;
    private const byte RoomData = 13;

    /// <inheritdoc />
    public override string Name => "colyseus";

    /// <inheritdoc />
    public override string Path => "/";

    /// <inheritdoc />
    public override Abilities Can => Abilities.Acknowledges | Abilities.Types;

    /// <summary>Nothing: the server begins.</summary>
    public override bool Hello(FrameWriter frames, ReadOnlySpan<byte> token, long received) => true;

    /// <inheritdoc />
    public override void Find(FrameWriter frames, ReadOnlySpan<byte[]> interests)
    {
        var fields = Begin(frames, "find_match"u8).Map(1).Text("interests"u8).Array(interests.Length);
        foreach (var interest in interests)
        {
            fields.Text(interest);
        }

        frames.End(Opcode.Binary);
    }

    /// <inheritdoc />
    public override void Say(FrameWriter frames, long number, ReadOnlySpan<byte> text)
    {
        Begin(frames, "message"u8).Map(2).Text("n"u8).Unsigned(number).Text("text"u8).Text(text);
        frames.End(Opcode.Binary);
    }

    /// <inheritdoc />
    public override void Leave(FrameWriter frames)
    {
        Begin(frames, "leave"u8);
        frames.End(Opcode.Binary);
    }

    /// <inheritdoc />
    public override void Acknowledge(FrameWriter frames, long number)
    {
        Begin(frames, "ack"u8).Map(1).Text("n"u8).Unsigned(number);
        frames.End(Opcode.Binary);
    }

    /// <inheritdoc />
    public override void Typing(FrameWriter frames, bool on)
    {
        Begin(frames, "typing"u8).Map(1).Text("on"u8).Boolean(on);
        frames.End(Opcode.Binary);
    }

    /// <inheritdoc />
    public override void Read(Opcode opcode, ReadOnlySpan<byte> payload, IServerEvents events)
    {
        switch (payload)
        {
            case [JoinRoom, ..]:
                events.Answer().Frame([JoinRoom], Opcode.Binary);
                events.Welcomed(resumed: false, PersonState.Idle, default);
                break;
            case [RoomData, .. var data]:
                Tell(new MessagePackReader(data), events);
                break;
            default:
                events.Unreadable();
                break;
        }
    }

    private static MessagePackWriter Begin(FrameWriter frames, ReadOnlySpan<byte> type) => new MessagePackWriter(frames.Begin().Raw([RoomData])).Text(type);

    private static void Tell(MessagePackReader data, IServerEvents events)
    {
        var name = data.Text();
        var number = 0L;
        ReadOnlySpan<byte> text = default, match = default;
        for (var fields = data.Map(); fields > 0; fields--)
        {
            var field = data.Text();
            switch (field)
            {
                case [(byte)'n']:
                    number = data.Number();
                    break;
                case var _ when field.SequenceEqual("text"u8):
                    text = data.Text();
                    break;
                case var _ when field.SequenceEqual("match"u8):
                    match = data.Text();
                    break;
                default:
                    data.Skip();
                    break;
            }
        }

        if (data.IsBroken)
        {
            events.Unreadable();
            return;
        }

        Tell(name, number, text, match, events);
    }

    private static void Tell(ReadOnlySpan<byte> name, long number, ReadOnlySpan<byte> text, ReadOnlySpan<byte> match, IServerEvents events)
    {
        switch (name)
        {
            case var _ when name.SequenceEqual("message"u8):
                events.Said(number, text);
                break;
            case var _ when name.SequenceEqual("delivered"u8):
                events.Delivered(number);
                break;
            case var _ when name.SequenceEqual("typing"u8):
                break;
            case var _ when name.SequenceEqual("searching"u8):
                events.Searching();
                break;
            case var _ when name.SequenceEqual("match_found"u8):
                events.Matched(Fingerprint.Of(match), 1);
                break;
            case var _ when name.SequenceEqual("match_cancelled"u8):
                events.SearchEnded(timedOut: false);
                break;
            case var _ when name.SequenceEqual("chat_ended"u8):
                events.ChatEnded();
                break;
            default:
                events.Unreadable();
                break;
        }
    }
}
