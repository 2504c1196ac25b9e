using Whisper.Delivery;
using Whisper.Gateway.Connections;
using Whisper.Sessions;

namespace Whisper.Gateway.Delivery;

/// <summary>What this gateway believes of the people it holds.</summary>
internal sealed class Beliefs(GatewayIdentity identity)
{
    /// <summary>Whether somebody is doing something that the cluster could lose.</summary>
    public static bool AreHeldOf(Connection connection) =>
        connection is { Engaged: true, Closing: null, Status: ConnectionStatus.Searching or ConnectionStatus.Chatting };

    /// <summary>What it believes of one; null when there is nothing to say, or a call under way is about to change it.</summary>
    public SessionAssertion? Of(Connection connection)
    {
        lock (connection)
        {
            if (!AreHeldOf(connection) || connection.Holding)
            {
                return null;
            }

            var isSearching = connection.Status == ConnectionStatus.Searching;
            return new SessionAssertion
            {
                Session = connection.Session,
                Connection = new ConnectionRef(identity.Id, connection.Id.Slot, connection.Id.Generation),
                Epoch = connection.Epoch,
                Ticket = isSearching ? connection.Ticket : null,
                Tier = connection.Tier,
                CancelDeferred = connection.CancelDeferred,
                Chat = connection.Chat is { } chat && !isSearching
                    ? new ChatAssertion(chat.Match, chat.Accepted, chat.Delivered, chat.Acked, chat.PartnerAway, chat.Given)
                    : null,
            };
        }
    }
}
