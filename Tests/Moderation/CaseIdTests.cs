using Whisper.Grains.Moderation;
using Xunit;

namespace Whisper.Tests.Moderation;

public sealed class CaseIdTests
{
    private static readonly Guid Filing = Guid.Parse("00112233445566778899aabbccddeeff");

    [Fact]
    public void Of_AFiling_IsTheSameInEverySiloForEver() => Assert.Equal("N3XETTNVYD", CaseId.Of(Filing));

    [Fact]
    public void LongOf_BeginsWithTheShortOneAndIsReadBack()
    {
        Assert.StartsWith(CaseId.Of(Filing), CaseId.LongOf(Filing), StringComparison.Ordinal);
        Assert.Equal(26, CaseId.LongOf(Filing).Length);
        Assert.Equal(CaseId.LongOf(Filing), CaseId.Parse(CaseId.LongOf(Filing).ToLowerInvariant()));
    }

    [Fact]
    public void Of_ManyFilings_AreAllCases() =>
        Assert.All(Enumerable.Range(0, 1_000).Select(_ => CaseId.Of(Guid.NewGuid())), id => Assert.Equal(id, CaseId.Parse(id)));
}
