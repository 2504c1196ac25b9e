using Whisper.Matching;
using Whisper.Rooms;
using Whisper.Sessions;

namespace Whisper.Grains.Runtime;

/// <summary>How the logic of one grain reaches the others; the model test puts its own network here.</summary>
internal interface IGrainPeers
{
    /// <summary>The session with this id.</summary>
    IUserSession Session(SessionId id);

    /// <summary>The bucket with this id.</summary>
    IInterestBucket Bucket(BucketId id);

    /// <summary>The room of this match.</summary>
    IChatRoom Room(MatchId id);
}

/// <summary>The peers of a real cluster.</summary>
internal sealed class GrainPeers(IGrainFactory grains) : IGrainPeers
{
    public IUserSession Session(SessionId id) => grains.GetGrain<IUserSession>(id.Value);

    public IInterestBucket Bucket(BucketId id) => grains.GetGrain<IInterestBucket>(id.Key);

    public IChatRoom Room(MatchId id) => grains.GetGrain<IChatRoom>(id.Value);
}
