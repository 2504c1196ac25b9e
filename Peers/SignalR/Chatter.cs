using Microsoft.AspNetCore.SignalR;
using Whisper.Peers.Shared;

namespace Whisper.Peers.SignalR;

/// <summary>Somebody who searches or chats; an idle connection has none.</summary>
internal sealed class Chatter(ISingleClientProxy client) : Person
{
    /// <summary>What is sent here reaches them. Kept, because a hub makes a new one for every call.</summary>
    public ISingleClientProxy Client { get; } = client;
}
