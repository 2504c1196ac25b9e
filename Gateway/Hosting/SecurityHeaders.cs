using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Whisper.Gateway.Hosting;

/// <summary>
/// The headers that go with every answer. The Content-Security-Policy allows the web client's own files and the inline
/// scripts that its build wrote into the pages, each by its hash, and nothing else.
/// </summary>
internal sealed partial class SecurityHeaders(string policy)
{
    /// <summary>The headers for the pages in a folder, which may be missing.</summary>
    public static SecurityHeaders For(string root)
    {
        var pages = Directory.Exists(root) ? Directory.EnumerateFiles(root, "*.html", SearchOption.AllDirectories) : [];
        var hashes = pages.SelectMany(page => InlineScripts(File.ReadAllText(page))).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        var scripts = string.Concat(hashes.Select(hash => $" '{hash}'"));
        return new SecurityHeaders(
            $"default-src 'none'; script-src 'self'{scripts}; style-src 'self'; img-src 'self' data:; font-src 'self'; media-src 'self'; "
            + "connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    }

    /// <summary>Sets them.</summary>
    public void Apply(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=(), usb=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
    }

    /// <summary>The hashes, as a policy writes them, of a page's scripts that stand in the page itself.</summary>
    public static IEnumerable<string> InlineScripts(string page) =>
        from Match script in InlineScript().Matches(page)
        let digest = SHA256.HashData(Encoding.UTF8.GetBytes(script.Groups["body"].Value))
        select $"sha256-{Convert.ToBase64String(digest)}";

    [GeneratedRegex(@"<script(?![^>]*\ssrc=)[^>]*>(?<body>.*?)</script>", RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex InlineScript();
}
