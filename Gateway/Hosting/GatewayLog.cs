using Whisper.Gateway.Protocol;
using Whisper.Rooms;
using Whisper.Sessions;

namespace Whisper.Gateway.Hosting;

/// <summary>
/// Every log line of the gateway: event ids 1000 to 1999, never used again for something else. 1000 connections, 1100 calls
/// to the cluster, 1200 delivery and lease, 1300 hosting. No line holds text, interests, tokens or addresses.
/// </summary>
internal static partial class GatewayLog
{
    [LoggerMessage(1000, LogLevel.Debug, "Connection {Slot}:{Generation} opened.")]
    public static partial void Opened(this ILogger log, int slot, int generation);

    [LoggerMessage(1001, LogLevel.Debug, "Connection {Slot}:{Generation} of session {Session} closed with code {Code}.")]
    public static partial void Closed(this ILogger log, int slot, int generation, SessionId session, int code);

    [LoggerMessage(1002, LogLevel.Error, "A frame of connection {Slot}:{Generation} could not be handled.")]
    public static partial void DispatchFailed(this ILogger log, Exception error, int slot, int generation);

    [LoggerMessage(1003, LogLevel.Error, "The timing wheel stumbled.")]
    public static partial void WheelFailed(this ILogger log, Exception error);

    [LoggerMessage(1004, LogLevel.Error, "Handling what arrived on a socket failed; it is closed.")]
    public static partial void SocketFailed(this ILogger log, Exception error);

    [LoggerMessage(1005, LogLevel.Error, "Out of file descriptors or kernel memory with {Sockets} sockets open: new ones are turned away until some are closed. Raise the limit of open files, or lower Whisper:Gateway:MaxConnections.")]
    public static partial void OutOfDescriptors(this ILogger log, int sockets);

    [LoggerMessage(1100, LogLevel.Warning, "Calls to the cluster fail for good; this is the first, or the first for a minute. Each is told of by the frame that it was for.")]
    public static partial void CallFailed(this ILogger log, Exception error);

    [LoggerMessage(1101, LogLevel.Error, "Handling a {Frame} frame of session {Session} on connection {Slot}:{Generation} failed.")]
    public static partial void FlowFailed(this ILogger log, Exception error, ClientFrameType frame, SessionId session, int slot, int generation);

    [LoggerMessage(1102, LogLevel.Warning, "The cluster could not be told that session {Session} lost its connection.")]
    public static partial void DepartureUntold(this ILogger log, SessionId session);

    [LoggerMessage(1103, LogLevel.Warning, "An acknowledgement of session {Session} in match {Match} could not be passed on.")]
    public static partial void AckLost(this ILogger log, Exception error, SessionId session, MatchId match);

    [LoggerMessage(1104, LogLevel.Warning, "A batch of {Count} calls to the cluster was lost.")]
    public static partial void BatchLost(this ILogger log, Exception error, int count);

    [LoggerMessage(1105, LogLevel.Error, "The gateway could not vouch for its people.")]
    public static partial void AssertionFailed(this ILogger log, Exception error);

    [LoggerMessage(1106, LogLevel.Warning, "The cluster did not answer a {Frame} frame of session {Session}; connection {Slot}:{Generation} is asked to come back.")]
    public static partial void Unanswered(this ILogger log, ClientFrameType frame, SessionId session, int slot, int generation);

    [LoggerMessage(1200, LogLevel.Error, "A delivery for connection {Slot}:{Generation} could not be handled.")]
    public static partial void DeliveryFailed(this ILogger log, Exception error, int slot, int generation);

    [LoggerMessage(1201, LogLevel.Information, "Gateway {Gateway} holds its lease.")]
    public static partial void LeaseTaken(this ILogger log, Guid gateway);

    [LoggerMessage(1202, LogLevel.Warning, "Gateway {Gateway} cannot renew its lease; trying again. {Reason}")]
    public static partial void LeaseNotRenewed(this ILogger log, Guid gateway, string reason);

    [LoggerMessage(1203, LogLevel.Warning, "The lease could not be given back; it runs out by itself.")]
    public static partial void LeaseNotReleased(this ILogger log, Exception error);

    [LoggerMessage(1204, LogLevel.Error, "The number of people online could not be told.")]
    public static partial void OnlineNotTold(this ILogger log, Exception error);

    [LoggerMessage(1250, LogLevel.Warning, "No cluster answers: {Reason} Trying again.")]
    public static partial void ClusterAway(this ILogger log, string reason);

    [LoggerMessage(1300, LogLevel.Information, "Leaving: sending {Connections} connections away.")]
    public static partial void DrainBegan(this ILogger log, int connections);

    [LoggerMessage(1301, LogLevel.Information, "Left with {Connections} connections still open.")]
    public static partial void DrainEnded(this ILogger log, int connections);

    [LoggerMessage(1302, LogLevel.Warning, "No web client is served: {Folder} holds no index.html.")]
    public static partial void NoWebClient(this ILogger log, string folder);
}
