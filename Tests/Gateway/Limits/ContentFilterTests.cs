using Microsoft.Extensions.Options;
using Whisper.Gateway.Limits;
using Xunit;

namespace Whisper.Tests.Gateway.Limits;

public sealed class ContentFilterTests
{
    [Theory]
    [InlineData("a badword here", false)]
    [InlineData("BADWORD!", false)]
    [InlineData("ｂａｄｗｏｒｄ", false)]
    [InlineData("badwords", true)]
    [InlineData("mybadword", true)]
    [InlineData("notbadword but badword", false)]
    [InlineData("send me two words now", false)]
    [InlineData("good", true)]
    public void Allows_ATextWithoutBlockedWholeWords(string text, bool allowed)
    {
        var options = new ContentFilterOptions();
        options.BlockedTerms.Add("BadWord");
        options.BlockedTerms.Add(" two words ");
        Assert.Equal(allowed, new ContentFilter(Options.Create(options)).Allows(text));
    }

    [Fact]
    public void Allows_WithoutTerms_Everything() => Assert.True(new ContentFilter(Options.Create(new ContentFilterOptions())).Allows("anything \uFFFE"));

    [Fact]
    public void Allows_TextThatCannotBeNormalised_DoesNotThrow()
    {
        var options = new ContentFilterOptions();
        options.BlockedTerms.Add("badword");
        var filter = new ContentFilter(Options.Create(options));
        Assert.True(filter.Allows("fine \uFFFE"));
        Assert.False(filter.Allows("badword \uFFFE"));
    }
}
