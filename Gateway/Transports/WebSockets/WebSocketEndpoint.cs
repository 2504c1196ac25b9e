using System.Net.WebSockets;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Options;
using Whisper.Gateway.Hosting;
using Whisper.Gateway.Limits;
using Whisper.Gateway.Protocol;

namespace Whisper.Gateway.Transports.WebSockets;

/// <summary>
/// <c>GET /ws</c>. The life of a handshake: (1) is the gateway leaving or full, (2) is it a WebSocket handshake, (3) may the
/// page's origin, (4) does the client speak our protocol, (5) has its address connections left; then the peer runs.
/// </summary>
internal sealed class WebSocketEndpoint(
    WebSocketTransport transport, HandshakeRules rules, ClientAddresses clients, IOptions<GatewayOptions> options, TimeProvider time)
{
    /// <summary>Serves one request, as long as its connection lasts.</summary>
    public async Task Serve(HttpContext context)
    {
        if (rules.TakesNobody)
        {
            context.Response.Headers.RetryAfter = "1";
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        var offered = context.WebSockets.WebSocketRequestedProtocols;
        var isOurs = offered.Count == 0 || offered.Contains(ProtocolLimits.Subprotocol);
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
        }
        else if (!rules.Allows(context.Request.Headers.Origin is { Count: > 0 } origin ? origin.ToString() : null, context.Request.Host))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
        }
        else if (!isOurs)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
        }
        else
        {
            await Admit(context, offered.Count == 0 ? null : ProtocolLimits.Subprotocol);
        }
    }

    private async Task Admit(HttpContext context, string? subprotocol)
    {
        var address = clients.Of(context);
        switch (rules.Enter(address))
        {
            case Admission.Refused:
                context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
                break;
            case Admission.TooMany:
                using (var refused = await Accept(context, subprotocol))
                {
                    await TurnAway(refused);
                }

                break;
            default:
                await RunPeer(context, subprotocol, address);
                break;
        }
    }

    private async Task RunPeer(HttpContext context, string? subprotocol, AddressKey address)
    {
        WebSocketPeer peer;
        try
        {
            var socket = await Accept(context, subprotocol);
            var stream = (context.Features.Get<IHttpUpgradeFeature>() as MeteredUpgrade)?.Stream
                ?? throw new InvalidOperationException("The connection was not upgraded through the meter.");
            peer = new WebSocketPeer(socket, stream, context, transport);
        }
        catch
        {
            rules.Leave(address);
            throw;
        }

        await peer.Run(address);
    }

    private static Task<WebSocket> Accept(HttpContext context, string? subprotocol)
    {
        // a chat is idle for minutes on end, which is not an attack
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } requestRate)
        {
            requestRate.MinDataRate = null;
        }

        if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } responseRate)
        {
            responseRate.MinDataRate = null;
        }

        return context.WebSockets.AcceptWebSocketAsync(subprotocol);
    }

    /// <summary>Accepted only so that a browser sees the close code.</summary>
    private async Task TurnAway(WebSocket socket)
    {
        using var patience = new CancellationTokenSource(options.Value.CloseTimeout, time);
        try
        {
            await socket.CloseAsync(
                (WebSocketCloseStatus)CloseCode.TooManyConnections, CloseCode.TooManyConnections.Reason(), patience.Token);
        }
        catch (Exception error) when (error is WebSocketException or IOException or OperationCanceledException)
        {
            // it did not wait for it
        }
    }
}
