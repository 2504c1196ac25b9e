using System.Buffers;
using Whisper.Delivery;
using Whisper.Gateway.Connections;

namespace Whisper.Gateway.Delivery;

/// <summary>Whoever is told what became of a call that went with a batch.</summary>
internal interface ILaneCaller
{
    /// <summary>The call was answered, or nobody knows. Called once, by a thread that carries the answers of many: it must not wait for anything.</summary>
    /// <param name="call">Which.</param>
    /// <param name="answer">What became of it.</param>
    /// <param name="text">What the message says, while this lasts.</param>
    void Answered(in LaneCall call, LaneAnswer answer, ReadOnlySpan<byte> text);
}

/// <summary>A call in a batch, as its gateway remembers it.</summary>
/// <param name="Caller">Who is told of the answer; null when nobody cares.</param>
/// <param name="Connection">For whom it is made.</param>
/// <param name="Chat">In which chat.</param>
/// <param name="N">The message's number, or up to which everything has arrived.</param>
/// <param name="Delivered">What the sender was told is delivered.</param>
/// <param name="Span">The trace that it is part of.</param>
internal readonly record struct LaneCall(
    ILaneCaller? Caller, Connection Connection, ChatSeat Chat, long N, long Delivered = 0, System.Diagnostics.Activity? Span = null);

/// <summary>What became of a call.</summary>
/// <param name="Outcome">A <see cref="Rooms.PostOutcome"/>, or <see cref="RelayAnswers.Unanswered"/>.</param>
/// <param name="Expected">The sender's next number that will be taken.</param>
internal readonly record struct LaneAnswer(byte Outcome, long Expected)
{
    /// <summary>The answer to a call: of an accepted message nobody says which number comes next, for it is the one behind.</summary>
    public static LaneAnswer To(in LaneCall call, byte outcome, long expected) => new(outcome, outcome == (byte)Rooms.PostOutcome.Accepted ? call.N + 1 : expected);

    /// <summary>Whether the cluster answered.</summary>
    public bool IsKnown => Outcome != RelayAnswers.Unanswered;
}

/// <summary>Calls that go together. Used again when they are answered, so that a call costs no object.</summary>
/// <param name="size">How many it takes.</param>
internal sealed class LaneBatch(int size)
{
    private const int FirstBuffer = 4096;

    // longer ones are rare, and not kept
    private const int MostKept = 256 * 1024;

    private readonly LaneCall[] _calls = new LaneCall[size];
    private readonly ArrayBufferWriter<byte> _packed = new(FirstBuffer);

    /// <summary>How many calls it holds.</summary>
    public int Count { get; private set; }

    /// <summary>Whether somebody waits for what it holds; else it may wait for company.</summary>
    public bool IsAwaited { get; private set; }

    /// <summary>Whether it takes no more.</summary>
    public bool IsFull => Count == _calls.Length;

    /// <summary>Whether it is worth keeping.</summary>
    public bool IsSmall => _packed.Capacity <= MostKept;

    /// <summary>The calls as the cluster takes them.</summary>
    public RelayCalls Packed => new(Count, _packed.WrittenMemory);

    /// <summary>Adds a call.</summary>
    public void Add(in LaneCall call, in RelayCall packed)
    {
        _calls[Count++] = call;
        IsAwaited |= packed.Kind != RelayKind.Delivered;
        call.Chat.EnterLane();
        RelayCall.Write(_packed, packed);
    }

    /// <summary>Tells everybody. Called once.</summary>
    /// <param name="answers">What the cluster said; null when it said nothing.</param>
    public void Answer(RelayAnswers? answers)
    {
        var rest = _packed.WrittenSpan;
        for (var i = 0; i < Count; i++)
        {
            ref readonly var call = ref _calls[i];
            var text = RelayCall.Read(ref rest).Text;
            var outcome = answers is not null && i < answers.Outcomes.Length ? answers.Outcomes[i] : RelayAnswers.Unanswered;
            var expected = answers?.Expected is { } numbers && i < numbers.Length ? numbers[i] : 0;
            call.Chat.LeaveLane();
            call.Caller?.Answered(call, LaneAnswer.To(call, outcome, expected), text);
        }
    }

    /// <summary>Forgets them; what people wrote does not stay in memory that is used again.</summary>
    public void Clear()
    {
        _packed.Clear();
        Array.Clear(_calls, 0, Count);
        Count = 0;
        IsAwaited = false;
    }
}
