using Microsoft.Extensions.Options;
using Whisper.Gateway.Hosting;
using Whisper.Gateway.Limits;
using Whisper.Tests.Gateway.Support;
using Xunit;

namespace Whisper.Tests.Gateway.Hosting;

public sealed class GatewayOptionsTests
{
    [Fact]
    public void Defaults_AreInOrder()
    {
        Assert.True(new GatewayOptionsValidator().Validate(null, new GatewayOptions()).Succeeded);
        Assert.True(new LimitOptionsValidator().Validate(null, new LimitOptions()).Succeeded);
        Assert.True(new ContentFilterOptionsValidator().Validate(null, new ContentFilterOptions()).Succeeded);
    }

    [Fact]
    public void Defaults_OfTheLimits_AreThoseOfTheSpecification()
    {
        var limits = new LimitOptions();
        Assert.Equal(
            (true, 100, 60, 10, 2.0, 12, 2, 40),
            (limits.Enabled, limits.ConnectionsPerAddress, limits.NewConnectionsPerMinute, limits.MessageBurst, limits.MessagesPerSecond,
                limits.SearchesPerMinute, limits.TypingPerSecond, limits.FramesPerSecond));
    }

    [Fact]
    public async Task WrongSettings_StopTheStartWithAllProblemsListed()
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => GatewayHost.Start(
            ("Gateway:OutboundFrames", "0"),
            ("Gateway:SilenceTimeout", "00:00:01"),
            ("Gateway:TrustedProxies:0", "not an address"),
            ("Gateway:AllowedOrigins:0", "https://chat.example/path")));
        Assert.Equal(4, error.Failures.Count());
        foreach (var name in new[] { "OutboundFrames", "SilenceTimeout", "TrustedProxies", "AllowedOrigins" })
        {
            Assert.Contains($"Whisper:Gateway:{name} ", error.Message, StringComparison.Ordinal);
        }
    }
}
