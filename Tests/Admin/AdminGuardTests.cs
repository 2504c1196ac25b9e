using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Whisper.Silo.Admin;
using Whisper.Tests.Support;
using Xunit;

namespace Whisper.Tests.Admin;

public sealed class AdminGuardTests
{
    private const string Key = "0123456789abcdef";
    private readonly CapturedLog<AdminGuard> _log = new();

    [Theory]
    [InlineData("127.0.0.1", "localhost:8080")]
    [InlineData("::1", "[::1]:8080")]
    [InlineData("::ffff:127.0.0.1", "127.0.0.1:8080")]
    public async Task ThisMachine_IsLetIn(string peer, string host) => Assert.True(await Passes(Request(peer, host)));

    [Theory]
    [InlineData("10.0.0.7", "localhost:8080")]
    [InlineData("203.0.113.9", "chat.example")]
    [InlineData("127.0.0.1", "rebound.example")]
    [InlineData(null, "localhost")]
    public async Task AnotherMachineOrName_IsRefused(string? peer, string host) => Assert.Equal(403, await Status(Request(peer, host)));

    [Theory]
    [InlineData("X-Forwarded-For")]
    [InlineData("X-Original-For")]
    [InlineData("X-Real-IP")]
    [InlineData("Forwarded")]
    public async Task ProxyOnThisMachine_IsRefused(string header) =>
        Assert.Equal(403, await Status(Request("127.0.0.1", "localhost", (header, "127.0.0.1"))));

    [Theory]
    [InlineData("X-Admin-Key", Key)]
    [InlineData("Authorization", $"Bearer {Key}")]
    [InlineData("Authorization", "Basic YW55OjAxMjM0NTY3ODlhYmNkZWY=")]
    public async Task AdminKey_OpensFromAnywhere(string header, string value) =>
        Assert.True(await Passes(Request("203.0.113.9", "chat.example", (header, value), ("X-Forwarded-For", "1.2.3.4")), Key));

    [Theory]
    [InlineData("X-Admin-Key", "0123456789abcdeF")]
    [InlineData("X-Admin-Key", "")]
    [InlineData("X-Admin-Key", "0123456789abcdef0")]
    [InlineData("Authorization", $"{Key}")]
    [InlineData("Authorization", "Basic !!!")]
    [InlineData("Authorization", "Basic YW55Og==")]
    public async Task WrongKey_IsRefusedAndAskedFor(string header, string value)
    {
        var context = Request("203.0.113.9", "chat.example", (header, value));
        Assert.Equal(401, await Status(context, Key));
        Assert.StartsWith("Basic", context.Response.Headers.WWWAuthenticate.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task EmptyKey_IsNoKey() =>
        Assert.Equal(403, await Status(Request("203.0.113.9", "chat.example", ("X-Admin-Key", ""))));

    [Fact]
    public async Task ForeignPageInThisMachinesBrowser_IsRefused()
    {
        Assert.False(await Passes(Request("127.0.0.1", "localhost:8080", ("Origin", "https://evil.example"))));
        Assert.False(await Passes(Request("127.0.0.1", "localhost:8080", ("Origin", "null"))));
        var form = Request("127.0.0.1", "localhost:8080", ("Sec-Fetch-Site", "cross-site"));
        form.Request.Method = "POST";
        Assert.False(await Passes(form));
        Assert.True(await Passes(Request("127.0.0.1", "localhost:8080", ("Origin", "http://localhost:8080"), ("Sec-Fetch-Site", "same-origin"))));
    }

    [Fact]
    public async Task OtherEndpoints_AreOpenToAll()
    {
        var context = Request("203.0.113.9", "chat.example");
        context.SetEndpoint(new Endpoint(null, new EndpointMetadataCollection(), "page"));
        Assert.True(await Passes(context));
    }

    [Fact]
    public async Task Refusal_IsLoggedWithoutAddressOrKey()
    {
        await Status(Request("203.0.113.9", "chat.example", ("X-Admin-Key", "a-wrong-secret-key")), Key);
        var line = Assert.Single(_log.Lines).Message;
        Assert.DoesNotContain("203.0.113.9", line, StringComparison.Ordinal);
        Assert.DoesNotContain("a-wrong-secret-key", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("fifteen-letters", false)]
    [InlineData(Key, true)]
    public void Options_ShortKey_IsAProblem(string key, bool isRight) =>
        Assert.Equal(isRight, new AdminOptionsValidator().Validate(null, new AdminOptions { AdminKey = key }).Succeeded);

    private static DefaultHttpContext Request(string? peer, string host, params (string Name, string Value)[] headers)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = peer is null ? null : IPAddress.Parse(peer);
        context.Request.Method = "GET";
        context.Request.Host = new HostString(host);
        foreach (var (name, value) in headers)
        {
            context.Request.Headers[name] = value;
        }

        context.SetEndpoint(new Endpoint(null, new EndpointMetadataCollection(new OperatorsOnly()), "admin"));
        return context;
    }

    private async Task<bool> Passes(HttpContext context, string key = "") => await Status(context, key) == StatusCodes.Status200OK;

    private async Task<int> Status(HttpContext context, string key = "")
    {
        var reached = false;
        var guard = new AdminGuard(
            _ =>
            {
                reached = true;
                return Task.CompletedTask;
            },
            Options.Create(new AdminOptions { AdminKey = key }),
            _log);
        await guard.Invoke(context);
        Assert.Equal(reached, context.Response.StatusCode == StatusCodes.Status200OK);
        return context.Response.StatusCode;
    }
}
