using Whisper.Hosting;
using Whisper.Tests.Support;
using Xunit;

namespace Whisper.Tests.Configuration;

public sealed class KnownSettingsTests
{
    [Fact]
    public void List_HoldsTheSettingsOfAllRoles() => Repository.AssertFrozen(
        string.Concat(ConfigurationDocument.Settings.Select(setting => KnownSettings.LineOf(setting) + "\n")),
        Repository.PathOf("Grains.Interfaces", "Hosting", "settings.txt"),
        "Run `make docs` and commit the result.");

    [Theory]
    [InlineData("Whisper:Silo:SiloPort", true)]
    [InlineData("whisper:gateway:trustedproxies:0", true)]
    [InlineData("Whisper:Gateway:TrustedProxies", false)]
    [InlineData("Whisper:Silo", false)]
    [InlineData("Whisper:Silo:SiloPorts", false)]
    public void Includes_ExactKeysAndEntriesOfLists(string key, bool known) => Assert.Equal(known, KnownSettings.Includes(key));
}
