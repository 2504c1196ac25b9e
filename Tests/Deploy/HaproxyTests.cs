using System.Net;
using Whisper.Tests.Gateway.Support;
using Xunit;

namespace Whisper.Tests.Deploy;

/// <summary>What HAProxy does with requests, in front of two small servers.</summary>
public sealed class HaproxyTests : IAsyncLifetime
{
    private Backend _first = null!;
    private Backend _second = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => (_first, _second) = (await Backend.Start("first"), await Backend.Start("second"));

    public async ValueTask DisposeAsync()
    {
        await _first.DisposeAsync();
        await _second.DisposeAsync();
    }

    [Fact]
    public async Task Cookie_BringsABrowserBackToItsGateway()
    {
        await using var door = await Open();
        using var browser = FrontDoor.Client();
        Assert.Single((await door.Ask(browser, 6)).Distinct());

        using var forgetful = FrontDoor.Client(cookies: false);
        Assert.Equal(["first", "second"], (await door.Ask(forgetful, 6)).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Cookie_IsOutOfReachOfScripts_AndUnderTlsOfPlainRequests()
    {
        await using var door = await Open();
        using var client = FrontDoor.Client(cookies: false);
        var plain = await Cookie(client, door.Plain);
        var tls = await Cookie(client, door.Tls);
        Assert.All([plain, tls], cookie => Assert.Contains("; HttpOnly; SameSite=Lax", cookie, StringComparison.Ordinal));
        Assert.DoesNotContain("Secure", plain, StringComparison.Ordinal);
        Assert.EndsWith("; Secure", tls, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhereARequestComesFrom_IsSaidByUsAlone()
    {
        await using var door = await Open();
        using var client = FrontDoor.Client();
        foreach (var (address, scheme) in ((Uri, string)[])[(door.Plain, "http"), (door.Tls, "https")])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            string[] forged = ["X-Forwarded-Host", "X-Real-IP", "X-Original-For", "Forwarded"];
            Array.ForEach([.. forged, "X-Forwarded-For", "X-Forwarded-Proto"], name => request.Headers.Add(name, "203.0.113.9"));
            using var answer = await client.SendAsync(request, Stop);
            var received = await answer.Content.ReadAsStringAsync(Stop) == "first" ? _first.Received : _second.Received;

            Assert.Equal("127.0.0.1", received["X-Forwarded-For"]);
            Assert.Equal(scheme, received["X-Forwarded-Proto"]);
            Assert.Equal(address.Authority, received["Host"]);
            Assert.DoesNotContain(forged, received.ContainsKey);
        }
    }

    [Theory]
    [InlineData("/metrics")]
    [InlineData("/METRICS/")]
    [InlineData("/%6detrics?x")]
    [InlineData("/health/ready")]
    [InlineData("/admin/reports")]
    [InlineData("/dashboard")]
    [InlineData("/x/../metrics")]
    [InlineData("/x/%2e%2e/metrics")]
    [InlineData("/./metrics")]
    [InlineData("//metrics")]
    [InlineData("/%256detrics")]
    [InlineData("http://elsewhere/metrics")]
    public async Task WhatIsForOperators_IsNotReachable(string target)
    {
        await using var door = await Open();
        // by hand, since a client of the framework would tidy the path up
        await using var client = await RawClient.Tcp(door.Plain);
        await client.SendBytes(System.Text.Encoding.ASCII.GetBytes($"GET {target} HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        var status = (await client.ReadAnswer()).Split(' ')[1];
        Assert.Contains(status, (string[])["400", "404"]);
        Assert.Empty(_first.Received);
        Assert.Empty(_second.Received);
    }

    [Fact]
    public async Task AGatewayThatIsGone_IsPassedOverAtOnce()
    {
        await using var door = await Open();
        using var browser = FrontDoor.Client();
        var home = (await door.Ask(browser, 1)).Single();
        await (home == "first" ? _first : _second).Stop();

        // not after health checks have found out: with the very next request, and by a cookie that names the other
        Assert.NotEqual(home, (await door.Ask(browser, 1)).Single());
    }

    [Fact]
    public async Task AGatewayThatIsLeaving_IsPassedOver()
    {
        await using var door = await Open();
        using var browser = FrontDoor.Client();
        var home = (await door.Ask(browser, 1)).Single();
        (home == "first" ? _first : _second).Status = HttpStatusCode.ServiceUnavailable;
        Assert.NotEqual(home, (await door.Ask(browser, 1)).Single());

        // nor does a chat that begins see it: one of the two would be asked first by turns
        for (var i = 0; i < 4; i++)
        {
            await using var client = await RawClient.Connect(door.Plain);
            Assert.Equal(200, client.Status);
        }
    }

    [Fact]
    public async Task TooManyConnectionsOfOneAddress_AreNotTaken()
    {
        await using var door = await FrontDoor.Start([_first.Port, _second.Port], ("HAPROXY_CONNECTION_RATE", "20"));
        using var client = FrontDoor.Client();
        var refused = 0;
        for (var i = 0; i < 30; i++)
        {
            try
            {
                await client.GetStringAsync(door.Plain, Stop);
            }
            catch (Exception error) when (error is HttpRequestException or System.Net.Sockets.SocketException)
            {
                // the client throws the second when the connection is gone before it has looked at it
                refused++;
            }
        }

        // the look whether it serves was one too
        Assert.InRange(refused, 10, 12);
    }

    [Fact]
    public async Task Reload_TakesAnotherGatewayIn()
    {
        await using var door = await FrontDoor.Start([_first.Port]);
        using var client = FrontDoor.Client(cookies: false);
        Assert.Equal(["first"], (await door.Ask(client, 4)).Distinct());
        door.Server.Gateways = [_first.Port, _second.Port];
        await door.Server.Reload(Stop);
        while (!(await door.Ask(client, 2)).Contains("second"))
        {
            Stop.ThrowIfCancellationRequested();
        }

        Assert.False(door.Server.Process!.HasExited);
    }

    private Task<FrontDoor> Open() => FrontDoor.Start([_first.Port, _second.Port]);

    private static async Task<string> Cookie(HttpClient client, Uri address)
    {
        using var answer = await client.GetAsync(address, Stop);
        return answer.Headers.GetValues("Set-Cookie").Single();
    }
}
