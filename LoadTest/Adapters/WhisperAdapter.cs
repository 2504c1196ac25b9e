using Whisper.LoadTest.Engine;
using Whisper.LoadTest.Wire;

namespace Whisper.LoadTest.Adapters;

/// <summary>The protocol <c>whisper.v1</c> (docs/protocol.md).</summary>
internal sealed class WhisperAdapter : Adapter
{
    /// <inheritdoc />
    public override string Name => "whisper";

    /// <inheritdoc />
    public override string Path => "/ws";

    /// <inheritdoc />
    public override string? Subprotocol => "whisper.v1";

    /// <inheritdoc />
    public override Abilities Can => Abilities.Acknowledges | Abilities.Resumes | Abilities.Types | Abilities.Relaxes;

    /// <inheritdoc />
    public override bool Hello(FrameWriter frames, ReadOnlySpan<byte> token, long received)
    {
        if (token.IsEmpty)
        {
            frames.Frame("""{"type":"hello"}"""u8);
        }
        else
        {
            frames.Begin().Raw("{\"type\":\"hello\",\"resume\":\""u8).Raw(token).Raw("\",\"received\":"u8).Number(received).Raw("}"u8).End();
        }

        return true;
    }

    /// <inheritdoc />
    public override void Find(FrameWriter frames, ReadOnlySpan<byte[]> interests)
    {
        frames.Begin().Raw("""{"type":"find_match","interests":["""u8);
        for (var i = 0; i < interests.Length; i++)
        {
            frames.Raw(i == 0 ? "\""u8 : ",\""u8).Raw(interests[i]).Raw("\""u8);
        }

        frames.Raw("]}"u8).End();
    }

    /// <inheritdoc />
    public override void Say(FrameWriter frames, long number, ReadOnlySpan<byte> text) =>
        frames.Begin().Raw("""{"type":"message","n":"""u8).Number(number).Raw(",\"text\":\""u8).Raw(text).Raw("\"}"u8).End();

    /// <inheritdoc />
    public override void Leave(FrameWriter frames) => frames.Frame("""{"type":"leave"}"""u8);

    /// <inheritdoc />
    public override void Acknowledge(FrameWriter frames, long number) => frames.Begin().Raw("""{"type":"ack","n":"""u8).Number(number).Raw("}"u8).End();

    /// <inheritdoc />
    public override void Typing(FrameWriter frames, bool on) => frames.Frame(on ? """{"type":"typing","on":true}"""u8 : """{"type":"typing","on":false}"""u8);

    /// <inheritdoc />
    public override void Read(Opcode opcode, ReadOnlySpan<byte> payload, IServerEvents events)
    {
        var frame = new ServerFrame();
        if (opcode != Opcode.Text || !frame.Read(payload))
        {
            events.Unreadable();
            return;
        }

        Tell(frame, events);
    }

    private static void Tell(in ServerFrame frame, IServerEvents events)
    {
        switch (frame.Type)
        {
            case FrameType.Message:
                events.Said(frame.Number, frame.Text);
                break;
            case FrameType.Delivered:
                events.Delivered(frame.Number);
                break;
            case FrameType.Welcome:
                events.Welcomed(frame.Resumed, frame.State, frame.Token);
                if (frame.State == PersonState.Chatting)
                {
                    Resume(frame.Chat, events);
                }

                break;
            case FrameType.Searching when frame.Tier == 1:
                events.Searching();
                break;
            case FrameType.MatchFound:
                events.Matched(Fingerprint.Of(frame.Match), frame.Tier);
                break;
            case FrameType.MatchTimeout or FrameType.MatchCancelled:
                events.SearchEnded(frame.Type == FrameType.MatchTimeout);
                break;
            case FrameType.ChatEnded:
                events.ChatEnded();
                break;
            case FrameType.Error:
                events.Refused(frame.Code, frame.About, frame.Expected, frame.RetryAfterMs);
                break;
            case FrameType.Drain:
                events.Draining(frame.ReconnectInMs);
                break;
            case FrameType.Unknown:
                events.Unreadable();
                break;
        }
    }

    private static void Resume(ReadOnlySpan<byte> chat, IServerEvents events)
    {
        var (match, accepted) = (0ul, 0L);
        var fields = new JsonFields(chat);
        while (fields.Next())
        {
            match = fields.Name.SequenceEqual("match"u8) ? Fingerprint.Of(fields.Value) : match;
            accepted = fields.Name.SequenceEqual("accepted"u8) ? fields.Number : accepted;
        }

        events.ChatResumed(match, accepted);
    }
}
