using Whisper.Rooms;

namespace Whisper.Delivery;

/// <summary>The rooms that are active in this process, for a gateway that shares it with a silo.</summary>
public interface IRoomsHere
{
    /// <summary>Makes a call, by the thread that asks and without waiting. False when the room is elsewhere, or busy with something that may take longer: then the call goes by batch.</summary>
    /// <param name="call">What is asked.</param>
    /// <param name="result">What became of a message; the default for anything else.</param>
    bool TryCall(in RelayCall call, out PostResult result);
}

/// <summary>The gateway of this process, for a silo that shares it.</summary>
public interface IGatewayHere
{
    /// <summary>Under which the cluster knows it.</summary>
    Guid Id { get; }

    /// <summary>Takes its deliveries. It neither waits nor throws.</summary>
    IGatewayObserver Observer { get; }
}
