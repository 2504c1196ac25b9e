using Microsoft.Extensions.Options;
using Whisper.Delivery;
using Whisper.Gateway.Connections;
using Whisper.Gateway.Hosting;
using Whisper.Gateway.Protocol;
using Whisper.Gateway.Sessions;
using Whisper.Matching;
using Whisper.Rooms;

namespace Whisper.Gateway.Delivery;

/// <summary>
/// Turns what the cluster tells a client into a change of the connection's state and a frame. What belongs to another
/// search or match than the present one is dropped, which is what makes <c>chat_ended</c> come exactly once.
/// </summary>
internal sealed class EventRelay(
    Outbound outbound,
    Closer closer,
    TimingWheel wheel,
    GatewayClock clock,
    GatewayMetrics metrics,
    Lazy<Reassertion> reassertion,
    Acknowledgements acknowledgements,
    IOptions<MatchingOptions> matching,
    IOptions<GatewayOptions> options)
{
    /// <summary>Passes an event on, now or when the call in flight has been answered.</summary>
    public void Deliver(Connection connection, ClientEvent item)
    {
        lock (connection)
        {
            if (connection.Closing is not null)
            {
                return;
            }

            if (connection.Holding && item is not CloseEvent)
            {
                (connection.Held ??= []).Add(item);
                return;
            }

            Apply(connection, item);
        }
    }

    /// <summary>The same of one that came packed.</summary>
    public void Deliver(Connection connection, in RelayEvent item)
    {
        lock (connection)
        {
            if (connection.Closing is not null)
            {
                return;
            }

            if (connection.Holding)
            {
                (connection.Held ??= []).Add(item.ToEvent());
            }
            else if (connection.Chat is { } chat && chat.Match == item.Match)
            {
                Apply(connection, chat, item);
            }
            else
            {
                metrics.StaleDelivery();
            }
        }
    }

    /// <summary>Passes an event on now. Called under the connection's lock.</summary>
    public void Apply(Connection connection, ClientEvent item)
    {
        switch (item)
        {
            case SearchingEvent searching when Concerns(connection, searching.Ticket):
                TellTier(connection, searching.Tier, searching.WaitedMs);
                break;
            case MatchTimeoutEvent timeout when Concerns(connection, timeout.Ticket):
                EndSearch(connection, ServerCodec.MatchTimeout(timeout.WaitedMs), crossed: true);
                break;
            case MatchCancelledEvent cancelled when Concerns(connection, cancelled.Ticket):
                EndSearch(connection, ServerCodec.MatchCancelled, crossed: false);
                break;
            case MatchFoundEvent found when connection.Status is ConnectionStatus.Searching or ConnectionStatus.Idle && found.Match != connection.LastMatch:
                BeginChat(connection, found);
                break;
            case MessageEvent message when Concerns(connection, message.Match):
                if (IsNew(connection, connection.Chat!, message.N))
                {
                    outbound.Send(connection, ServerCodec.Message(message));
                    NoteGiven(connection.Chat!, message.N);
                }

                break;
            case DeliveredEvent delivered when Concerns(connection, delivered.Match):
                TellDelivered(connection, connection.Chat!, delivered.N);
                break;
            case MessageGapEvent gap when Concerns(connection, gap.Match):
                connection.Chat!.Accepted = Math.Min(connection.Chat.Accepted, gap.Expected - 1);
                outbound.Error(connection, FrameError.MessageGap, ClientFrameType.Message, expected: gap.Expected);
                break;
            case TypingEvent typing when Concerns(connection, typing.Match):
                ShowTyping(connection, connection.Chat!, typing.On);
                break;
            case PartnerEvent partner when Concerns(connection, partner.Match):
                connection.Chat!.PartnerAway = partner.Away;
                outbound.Send(connection, ServerCodec.Partner(partner.Away, partner.GraceMs));
                break;
            case ChatEndedEvent ended when Concerns(connection, ended.Match) || connection.UntoldEnd == ended.Match:
                EndChat(connection, ended);
                break;
            case RoomMovedEvent moved when Concerns(connection, moved.Match):
                reassertion.Value.Moved(connection.Id);
                break;
            case CloseEvent close:
                CloseFor(connection, close.Cause);
                break;
            default:
                metrics.StaleDelivery();
                break;
        }
    }

    private static bool Concerns(Connection connection, TicketId ticket) =>
        connection.Status == ConnectionStatus.Searching && connection.Ticket == ticket;

    private static bool Concerns(Connection connection, MatchId match) => connection.Chat?.Match == match;

    private void Apply(Connection connection, ChatSeat chat, in RelayEvent item)
    {
        switch (item.Kind)
        {
            case RelayKind.Message:
                if (IsNew(connection, chat, item.N))
                {
                    var frame = ChatFrames.Scratch;
                    outbound.Send(connection, frame[..ChatFrames.Message(frame, item.N, item.Text, item.AtMs, item.Seal)]);
                    NoteGiven(chat, item.N);
                }

                break;
            case RelayKind.Delivered:
                TellDelivered(connection, chat, item.N);
                break;
            default:
                ShowTyping(connection, chat, item.Kind == RelayKind.TypingOn);
                break;
        }
    }

    // What was given to this connection it has or will never have; who says it again wants to know whether it was acknowledged.
    private bool IsNew(Connection connection, ChatSeat chat, long n)
    {
        if (n > chat.Given)
        {
            return true;
        }

        metrics.RepeatedDelivery();
        acknowledgements.Again(connection, chat, n);
        return false;
    }

    private static void NoteGiven(ChatSeat chat, long n)
    {
        // a room that says it does not know that it was acknowledged, if it was
        chat.AckPassedOn = Math.Min(chat.AckPassedOn, n - 1);

        // of what lies between the client may have acknowledged more than this connection saw
        if (n - 1 <= Math.Max(chat.Given, chat.Acked))
        {
            chat.Given = n;
        }
    }

    private void TellDelivered(Connection connection, ChatSeat chat, long n)
    {
        chat.Delivered = Math.Max(chat.Delivered ?? 0, n);
        var frame = ChatFrames.Scratch;
        outbound.Send(connection, frame[..ChatFrames.Delivered(frame, n)]);
    }

    // once: it is said again when a repeated batch or a gateway's vouching crosses it
    private void TellTier(Connection connection, Tier tier, long waitedMs)
    {
        if (tier > connection.Tier)
        {
            connection.Tier = tier;
            outbound.Send(connection, ServerCodec.Searching(tier, waitedMs, matching.Value));
        }
    }

    private void EndSearch(Connection connection, ReadOnlyMemory<byte> frame, bool crossed)
    {
        connection.Status = ConnectionStatus.Idle;
        outbound.Send(connection, frame);
        AnswerDeferredCancel(connection, crossed);
    }

    private void BeginChat(Connection connection, MatchFoundEvent found)
    {
        if (connection.Status == ConnectionStatus.Searching && found.Tier == Tier.Overlap)
        {
            // a match made in the moment of the tier change comes from another silo, and may be here first
            TellTier(connection, Tier.Overlap, (long)matching.Value.Tier2After.TotalMilliseconds);
        }

        connection.Status = ConnectionStatus.Chatting;
        connection.Chat = new ChatSeat(found.Match) { Delivered = 0 };
        outbound.Send(connection, ServerCodec.MatchFound(found.Match, found.Tier, found.Shared));
        AnswerDeferredCancel(connection, crossed: true);
    }

    /// <summary>A cancel that waited: it took effect, or it crossed what came instead on the wire.</summary>
    private void AnswerDeferredCancel(Connection connection, bool crossed)
    {
        if (connection.CancelDeferred && crossed)
        {
            outbound.Error(connection, FrameError.InvalidState, ClientFrameType.CancelMatch);
        }

        connection.CancelDeferred = false;
    }

    private void ShowTyping(Connection connection, ChatSeat chat, bool on)
    {
        chat.TypingUntilMs = on ? clock.NowMs + (long)options.Value.TypingExpiry.TotalMilliseconds : 0;
        outbound.Send(connection, ServerCodec.Typing(on));
        if (on && !chat.TypingWatched)
        {
            chat.TypingWatched = true;
            wheel.Schedule(connection.Id, WheelTask.Typing, chat.TypingUntilMs);
        }
    }

    private void EndChat(Connection connection, ChatEndedEvent ended)
    {
        connection.LastMatch = ended.Match;
        connection.UntoldEnd = null;
        if (Concerns(connection, ended.Match))
        {
            connection.Status = ConnectionStatus.Idle;
            connection.Chat = null;
        }

        outbound.Send(connection, ServerCodec.ChatEnded(ended.Reason));
    }

    private void CloseFor(Connection connection, CloseCause cause)
    {
        if (cause == CloseCause.Banned)
        {
            outbound.Error(connection, FrameError.Banned);
        }

        closer.Close(connection, cause == CloseCause.Banned ? CloseCode.Banned : CloseCode.Superseded);
    }
}
