using Orleans.GrainReferences;
using Whisper.Matching;
using Whisper.Rooms;
using Whisper.Sessions;

namespace Whisper.Runtime;

/// <summary>How gateways and grains reach the grains that every search and chat needs; the model test puts its own network here.</summary>
public interface IGrainPeers
{
    /// <summary>The session with this id.</summary>
    IUserSession Session(SessionId id);

    /// <summary>The bucket with this id.</summary>
    IInterestBucket Bucket(BucketId id);

    /// <summary>The room of this match.</summary>
    IChatRoom Room(MatchId id);
}

/// <summary>The peers of a real cluster.</summary>
public sealed class GrainPeers(IGrainFactory grains, GrainReferenceActivator references) : IGrainPeers
{
    private readonly GrainKind<IUserSession> _sessions = new(() => grains.GetGrain<IUserSession>(Guid.Empty), references);
    private readonly GrainKind<IInterestBucket> _buckets = new(() => grains.GetGrain<IInterestBucket>("any"), references);
    private readonly GrainKind<IChatRoom> _rooms = new(() => grains.GetGrain<IChatRoom>(Guid.Empty), references);

    /// <inheritdoc />
    public IUserSession Session(SessionId id) => _sessions.Of(GrainIdKeyExtensions.CreateGuidKey(id.Value));

    /// <inheritdoc />
    public IInterestBucket Bucket(BucketId id) => _buckets.Of(IdSpan.Create(id.Key));

    /// <inheritdoc />
    public IChatRoom Room(MatchId id) => _rooms.Of(GrainIdKeyExtensions.CreateGuidKey(id.Value));
}
