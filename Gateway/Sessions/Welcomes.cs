using Microsoft.Extensions.Options;
using Whisper.Gateway.Connections;
using Whisper.Gateway.Delivery;
using Whisper.Gateway.Protocol;
using Whisper.Matching;
using Whisper.Rooms;
using Whisper.Sessions;

namespace Whisper.Gateway.Sessions;

/// <summary>Writes the <c>welcome</c> that answers a hello.</summary>
internal sealed class Welcomes(Outbound outbound, OnlineCount online, IOptions<UserSessionOptions> options)
{
    private readonly WelcomeLimits _limits = new(
        InterestRules.MinCount,
        InterestRules.MaxCount,
        InterestRules.MaxLength,
        ProtocolLimits.TextLength,
        ProtocolLimits.FrameBytes,
        (long)options.Value.Grace.TotalMilliseconds);

    /// <summary>Sends it, from the connection's new state. Called under the connection's lock.</summary>
    public void Send(Connection connection, ResumeToken token, bool resumed, ChatSnapshot? chat = null)
    {
        var state = connection.Status switch
        {
            ConnectionStatus.Searching => "searching",
            ConnectionStatus.Chatting => "chatting",
            _ => "idle",
        };
        var inChat = chat is null || connection.Chat is null
            ? null
            : new WelcomeChat(connection.Chat.Match.ToString(), (int)chat.Tier, chat.Shared, chat.Accepted, chat.Received);
        outbound.Send(
            connection,
            ServerCodec.Welcome(new WelcomeFrame(connection.Session.ToString(), token.Text!, resumed, state, online.Rounded, _limits, inChat)));
    }
}
