using Whisper.LoadTest.Engine;
using Whisper.LoadTest.Wire;

namespace Whisper.LoadTest.Adapters;

/// <summary>A peer that has events with arguments in JSON: what <c>whisper.v1</c> calls a frame's type is an event's name, its fields are arguments.</summary>
internal abstract class EventAdapter : Adapter
{
    /// <inheritdoc />
    public override Abilities Can => Abilities.Acknowledges | Abilities.Types;

    /// <inheritdoc />
    public override void Find(FrameWriter frames, ReadOnlySpan<byte[]> interests)
    {
        Begin(frames, "find_match"u8, hasArguments: true).Raw("["u8);
        for (var i = 0; i < interests.Length; i++)
        {
            frames.Raw(i == 0 ? "\""u8 : ",\""u8).Raw(interests[i]).Raw("\""u8);
        }

        End(frames.Raw("]"u8));
    }

    /// <inheritdoc />
    public override void Say(FrameWriter frames, long number, ReadOnlySpan<byte> text) =>
        End(Begin(frames, "message"u8, hasArguments: true).Number(number).Raw(",\""u8).Raw(text).Raw("\""u8));

    /// <inheritdoc />
    public override void Leave(FrameWriter frames) => End(Begin(frames, "leave"u8, hasArguments: false));

    /// <inheritdoc />
    public override void Acknowledge(FrameWriter frames, long number) => End(Begin(frames, "ack"u8, hasArguments: true).Number(number));

    /// <inheritdoc />
    public override void Typing(FrameWriter frames, bool on) => End(Begin(frames, "typing"u8, hasArguments: true).Raw(on ? "true"u8 : "false"u8));

    /// <summary>Begins a frame with an event, up to its first argument.</summary>
    protected abstract FrameWriter Begin(FrameWriter frames, ReadOnlySpan<byte> name, bool hasArguments);

    /// <summary>Ends it.</summary>
    protected abstract void End(FrameWriter frames);

    /// <summary>Tells what an event of the server says.</summary>
    protected static void Tell(ReadOnlySpan<byte> name, JsonItems arguments, IServerEvents events)
    {
        arguments.Next();
        switch (name)
        {
            case var _ when name.SequenceEqual("message"u8):
                var number = arguments.Number;
                arguments.Next();
                events.Said(number, arguments.Value);
                break;
            case var _ when name.SequenceEqual("delivered"u8):
                events.Delivered(arguments.Number);
                break;
            case var _ when name.SequenceEqual("typing"u8):
                break;
            case var _ when name.SequenceEqual("searching"u8):
                events.Searching();
                break;
            case var _ when name.SequenceEqual("match_found"u8):
                events.Matched(Fingerprint.Of(arguments.Value), 1);
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
