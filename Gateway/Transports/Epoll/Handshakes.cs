using System.Net;
using System.Text;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.Extensions.Options;
using Whisper.Gateway.Limits;
using Whisper.Gateway.Protocol;

namespace Whisper.Gateway.Transports.Epoll;

/// <summary>
/// From an accepted socket to an open connection. The life of a handshake: (1) is it one at all, (2) is the gateway leaving or full, (3) may the page's origin, and does the client
/// speak our protocol: if not, the web server says so, (4) has its address connections left, (5) accept. What arrives is only looked at until then, so that
/// the web server finds it untouched.
/// </summary>
internal sealed class Handshakes(EpollTransport transport, HandshakeRules rules, ClientAddresses clients, IOptions<HostFilteringOptions> hosts)
{
    private readonly List<Microsoft.Extensions.Primitives.StringSegment>? _hosts =
        hosts.Value.AllowedHosts is { Count: > 0 } allowed && !allowed.Contains("*") ? [.. allowed] : null;

    /// <summary>Looks at what there is of a request.</summary>
    public void Look(int index, bool isPeerDone, Reading reading)
    {
        ref var slot = ref transport.Slots[index];
        var arrived = Reading.Receive(slot.Descriptor, reading.Buffer[..UpgradeRequest.MostBytes], Libc.Peek, out var error);
        if (arrived < 0 && error == Libc.TryAgain)
        {
            return;
        }

        if (arrived <= 0)
        {
            transport.CloseNow(index);
            return;
        }

        switch (UpgradeRequest.Read(reading.Buffer[..arrived], out var request))
        {
            case RequestKind.Incomplete when isPeerDone:
                transport.CloseNow(index);
                break;
            case RequestKind.Other:
                transport.HandOver(index);
                break;
            case RequestKind.Upgrade:
                Judge(index, request, reading);
                break;
        }
    }

    /// <summary>The request has not come in time.</summary>
    public void GiveUp(int index)
    {
        Span<byte> first = stackalloc byte[1];
        if (Reading.Receive(transport.Slots[index].Descriptor, first, Libc.Peek, out _) > 0)
        {
            transport.Refuse(index, HttpAnswers.Timeout);
        }
        else
        {
            transport.CloseNow(index);
        }
    }

    private void Judge(int index, UpgradeRequest request, Reading reading)
    {
        if (rules.TakesNobody)
        {
            transport.Refuse(index, HttpAnswers.Unavailable);
            return;
        }

        if (!IsAllowed(request) || (request.OffersProtocols && !request.OffersOurs))
        {
            transport.HandOver(index);
            return;
        }

        var address = clients.Of(PeerOf(transport.Slots[index].Descriptor), Encoding.ASCII.GetString(request.ForwardedFor));
        switch (rules.Enter(address))
        {
            case Admission.Refused:
                transport.Refuse(index, HttpAnswers.TooMany);
                break;
            case Admission.TooMany:
                TurnAway(index, request);
                break;
            default:
                Accept(index, request, address, reading);
                break;
        }
    }

    private bool IsAllowed(UpgradeRequest request)
    {
        if (!request.HasOrigin && _hosts is null)
        {
            return true;
        }

        var host = new HostString(Encoding.ASCII.GetString(request.Host));
        return rules.Allows(request.HasOrigin ? Encoding.ASCII.GetString(request.Origin) : null, host) && (_hosts is null || HostString.MatchesAny(host.Value, _hosts));
    }

    private void Accept(int index, UpgradeRequest request, AddressKey address, Reading reading)
    {
        ref var slot = ref transport.Slots[index];
        Span<byte> answer = stackalloc byte[HttpAnswers.MostAccepted];
        answer = answer[..HttpAnswers.Accept(answer, request.Key, request.OffersOurs)];
        var arrived = Reading.Receive(slot.Descriptor, reading.Buffer, 0, out _);
        if (arrived < request.Size || !Sockets.WriteAll(slot.Descriptor, answer))
        {
            rules.Leave(address);
            transport.CloseNow(index);
            return;
        }

        transport.Open(index, address);
        if (arrived > request.Size)
        {
            reading.Handle(index, arrived - request.Size, request.Size);
        }
    }

    /// <summary>Accepted only so that a browser sees the close code.</summary>
    private void TurnAway(int index, UpgradeRequest request)
    {
        Span<byte> answer = stackalloc byte[HttpAnswers.MostAccepted + ClosePayload.MostWritten];
        var size = HttpAnswers.Accept(answer, request.Key, request.OffersOurs);
        size += ClosePayload.Write(answer[size..], CloseCode.TooManyConnections);
        transport.End(index, answer[..size], request.Size);
    }

    private static unsafe IPAddress? PeerOf(int descriptor)
    {
        const int InternetFamily = 2;
        const int InternetFamily6 = 10;
        var name = stackalloc byte[128];
        var length = 128;
        if (Libc.PeerName(descriptor, name, &length) != 0)
        {
            return null;
        }

        return *(ushort*)name switch
        {
            InternetFamily => new IPAddress(new ReadOnlySpan<byte>(name + 4, 4)),
            InternetFamily6 => new IPAddress(new ReadOnlySpan<byte>(name + 8, 16)),
            _ => null,
        };
    }
}
