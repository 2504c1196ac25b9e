using Whisper.Rooms;
using Xunit;

namespace Whisper.Tests.Rooms;

/// <summary>What a message leaves to the collector of its silo.</summary>
public sealed class RoomAllocationTests
{
    private const int Messages = 4_000;

    // seal, text and time until the partner has it, and nothing else: 128 bytes of text are 208 in memory
    private const int MostPerMessage = 256;

    [Fact]
    public async Task Message_FromItsPostToItsDelivery_MakesTheSealedMessageAlone()
    {
        var room = await LoneRoom.Open(textLength: 128);
        Talk(room, 1);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Talk(room, Messages + 1);
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / Messages, 128, MostPerMessage);
        Assert.True(room.Said > 2 * Messages * 128, "what was said has not gone out");
    }

    private static void Talk(LoneRoom room, long from)
    {
        // an assertion makes objects of its own
        var taken = true;
        for (var n = from; n < from + Messages; n++)
        {
            taken &= room.Door.TryCall(room.Post(n), out var posted) && posted.Outcome == PostOutcome.Accepted && room.Door.TryCall(room.Ack(n), out _);
        }

        Assert.True(taken);
    }
}
