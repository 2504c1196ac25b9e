using Whisper.Delivery;
using Whisper.Rooms;

namespace Whisper.Grains.Delivery;

/// <summary>The answers to a batch while they come in.</summary>
/// <param name="count">How many calls it holds.</param>
internal sealed class RelayedCalls(int count)
{
    private readonly byte[] _outcomes = new byte[count];
    private long[]? _expected;

    public RelayAnswers Answers => new(_outcomes, _expected);

    /// <summary>A call has been made. That of a call that is no message is <see cref="PostOutcome.Accepted"/> by default.</summary>
    public void Answered(int index, PostResult result)
    {
        _outcomes[index] = (byte)result.Outcome;
        if (result.Outcome != PostOutcome.Accepted)
        {
            (_expected ??= new long[_outcomes.Length])[index] = result.Expected;
        }
    }

    /// <summary>Nobody knows what became of a call.</summary>
    public void Unanswered(int index) => _outcomes[index] = RelayAnswers.Unanswered;
}
