using System.Net;
using System.Security.Cryptography;
using System.Text;
using Whisper.Tests.Gateway.Support;
using Xunit;

namespace Whisper.Tests.Gateway.Hosting;

public sealed class WebClientTests : IAsyncLifetime
{
    private const string Script = "console.log('start')";

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("whisper-web-");
    private GatewayHost _gateway = null!;
    private HttpClient _http = null!;

    public async ValueTask InitializeAsync()
    {
        Write("index.html", $"<!doctype html><script src=\"/x.js\"></script><script>{Script}</script>");
        Write("robots.txt", "robots");
        Write("_app/immutable/app.abc.js", "plain");
        Write("_app/immutable/app.abc.js.br", "brotli");
        Write("_app/immutable/app.abc.js.gz", "gzip");
        File.WriteAllText(Path.Combine(_root.Parent!.FullName, _root.Name + "-secret.txt"), "secret");
        _gateway = await GatewayHost.Start(("Gateway:WebRoot", _root.FullName));
        _http = new HttpClient { BaseAddress = _gateway.Address };
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _gateway.DisposeAsync();
        _root.Delete(recursive: true);
        File.Delete(_root.FullName + "-secret.txt");
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/chat")]
    [InlineData("/index.html")]
    public async Task Page_ComesWithAStrictPolicyThatKnowsItsScripts(string path)
    {
        using var response = await Get(path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/html; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Equal("no-cache", Header(response, "Cache-Control"));
        Assert.Equal("nosniff", Header(response, "X-Content-Type-Options"));
        Assert.Equal("no-referrer", Header(response, "Referrer-Policy"));
        var policy = Header(response, "Content-Security-Policy");
        Assert.Contains($"script-src 'self' 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Script)))}';", policy, StringComparison.Ordinal);
        Assert.StartsWith("default-src 'none';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.False(response.Headers.Contains("Server"));
    }

    [Theory]
    [InlineData("br, gzip", "brotli", "br")]
    [InlineData("gzip", "gzip", "gzip")]
    [InlineData("br;q=0, gzip", "gzip", "gzip")]
    [InlineData("identity", "plain", null)]
    public async Task HashedFile_IsCachedForEverInTheSmallestFormAccepted(string accepted, string body, string? encoding)
    {
        using var response = await Get("/_app/immutable/app.abc.js", ("Accept-Encoding", accepted));
        Assert.Equal(body, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(encoding, response.Content.Headers.ContentEncoding.SingleOrDefault());
        Assert.Equal("text/javascript", response.Content.Headers.ContentType?.MediaType);
        Assert.Contains("immutable", Header(response, "Cache-Control"), StringComparison.Ordinal);
        Assert.Equal("Accept-Encoding", Header(response, "Vary"));
    }

    [Theory]
    [InlineData("/missing.js")]
    [InlineData("/_app/immutable/missing.js")]
    public async Task FileThatIsNotThere_Is404WithTheHeaders(string path)
    {
        using var response = await Get(path);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("nosniff", Header(response, "X-Content-Type-Options"));
    }

    [Theory]
    [InlineData("/../{0}-secret.txt")]
    [InlineData("/%2e%2e/{0}-secret.txt")]
    [InlineData("/..%2f{0}-secret.txt")]
    [InlineData("/%2e%2e%5c{0}-secret.txt")]
    [InlineData("//etc/passwd")]
    [InlineData("/%00")]
    public async Task PathOutsideOfTheFolder_IsNeverServed(string path)
    {
        await using var client = await RawClient.Tcp(_gateway.Address);
        var target = string.Format(System.Globalization.CultureInfo.InvariantCulture, path, _root.Name);
        await client.SendBytes(Encoding.ASCII.GetBytes($"GET {target} HTTP/1.1\r\nHost: {_gateway.Address.Authority}\r\nConnection: close\r\n\r\n"));
        var answer = await client.ReadToEnd();
        Assert.DoesNotContain("secret", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("root:", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnchangedFile_IsNotSentAgain()
    {
        using var first = await Get("/robots.txt");
        using var second = await Get("/robots.txt", ("If-None-Match", first.Headers.ETag!.ToString()));
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    private static string Header(HttpResponseMessage response, string name) => string.Join(", ", response.Headers.GetValues(name));

    private Task<HttpResponseMessage> Get(string path, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return _http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private void Write(string name, string text)
    {
        var path = Path.Combine(_root.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
