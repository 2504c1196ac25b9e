using Whisper.Delivery;
using Whisper.Rooms;
using Whisper.Tracing;

namespace Whisper.Grains.Rooms;

/// <summary>
/// A way into a room of this silo that does not go through its grain's queue, for what a chat does many times a second and what needs no
/// waiting. The room stays with one caller at a time: whoever comes in by here keeps the grain's turns out for some microseconds, and while
/// the grain has a turn, which may wait for others, nobody comes in by here and the call goes to the grain.
/// </summary>
/// <param name="id">Which room.</param>
/// <param name="core">The room.</param>
/// <param name="metrics">Where messages are counted.</param>
/// <param name="silo">The name of this silo, for traces.</param>
/// <param name="activation">What ends as soon as it has no turn, when its silo leaves.</param>
internal sealed class RoomDoor(MatchId id, ChatRoomCore core, RoomMetrics metrics, string silo, IGrainContext activation)
{
    private const int Free = 0;
    private const int GrainsTurn = 1;
    private const int PassedThrough = 2;

    private static readonly DeactivationReason Leaving = new(DeactivationReasonCode.ShuttingDown, "Its silo leaves.");

    private int _state;
    private int _closed;

    /// <summary>Whether the chat goes on.</summary>
    public bool IsOpen => core.IsOpen;

    /// <summary>Whether the activation has ended.</summary>
    public bool IsClosed => Volatile.Read(ref _closed) != 0;

    /// <summary>Has the room go on elsewhere.</summary>
    public void Leave() => activation.Deactivate(Leaving);

    /// <summary>The grain has a turn, until what is returned is disposed of.</summary>
    public Turn Enter()
    {
        var wait = default(SpinWait);
        while (Interlocked.CompareExchange(ref _state, GrainsTurn, Free) != Free)
        {
            wait.SpinOnce();
        }

        return new Turn(this);
    }

    /// <summary>The activation ends: from here on nobody comes in, and whoever was inside has left.</summary>
    public void Close()
    {
        Interlocked.Exchange(ref _closed, 1);
        var wait = default(SpinWait);
        while (Volatile.Read(ref _state) == PassedThrough)
        {
            wait.SpinOnce();
        }
    }

    /// <summary>Makes a call. False when the grain has to be asked.</summary>
    public bool TryCall(in RelayCall call, out PostResult result)
    {
        result = default;
        if (!TryPass())
        {
            return false;
        }

        try
        {
            switch (call.Kind)
            {
                case RelayKind.Message:
                    result = Post(call);
                    break;
                case RelayKind.Delivered:
                    core.Ack(call.Session, call.N);
                    break;
                default:
                    core.Typing(call.Session, call.Kind == RelayKind.TypingOn);
                    break;
            }
        }
        finally
        {
            Volatile.Write(ref _state, Free);
        }

        return true;
    }

    /// <summary><see cref="IChatRoom.Post"/>; for the grain inside its turn.</summary>
    public PostResult Post(in RelayCall call)
    {
        using var span = Spans.Step("whisper.room.post");
        span?.Session(call.Session).Match(id).Silo(silo);
        var result = core.Post(call.Session, call.N, call.Text, call.Delivered);
        metrics.Posted(result.Outcome);
        return result;
    }

    private bool TryPass()
    {
        var wait = default(SpinWait);
        while (Interlocked.CompareExchange(ref _state, PassedThrough, Free) is var state && state != Free)
        {
            if (state == GrainsTurn)
            {
                return false;
            }

            wait.SpinOnce();
        }

        if (Volatile.Read(ref _closed) == 0)
        {
            return true;
        }

        Volatile.Write(ref _state, Free);
        return false;
    }

    /// <summary>A turn of the grain.</summary>
    internal readonly struct Turn(RoomDoor door) : IDisposable
    {
        public void Dispose() => Volatile.Write(ref door._state, Free);
    }
}
