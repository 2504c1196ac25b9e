using System.Text;
using CsCheck;
using Whisper.Matching;
using Xunit;

namespace Whisper.Tests.Matching;

public sealed class InterestRulesTests
{
    // letters of several scripts and cases, marks, digits, punctuation, white space, compatibility forms, and what is not allowed
    private static readonly string[] Pieces =
    [
        "a", "Z", "é", "e\u0301", "İ", "ß", "ẞ", "Σ", "ς", "ǅ", "ﬁ", "ｱ", "Ａ", "日", "한", "ท", "ا", "\U00010400", "\U0001D400", "\u0345", "\u1E9B\u0323",
        "0", "９", "٣", "½", "&", "+", "-", "'", ".", "#", " ", "  ", "\t", "\u00A0", "\u3000", "\u2028", "…", "™", "_", "!", "\u200D", "😀", "\0", "\uD800", "ͅΑ", "ϓ",
    ];

    private static readonly Gen<string> Raw = Gen.OneOf(
        Gen.OneOfConst(Pieces).Array[0, 40].Select(string.Concat),
        Gen.String[0, 40]);

    [Theory]
    [InlineData("Chess", "chess")]
    [InlineData("  board \t\u3000 games ", "board games")]
    [InlineData("Ｆｉｌｍｓ", "films")]
    [InlineData("ﬁlm", "film")]
    [InlineData("cafe\u0301", "café")]
    [InlineData("C++", "c++")]
    [InlineData("C#", "c#")]
    [InlineData("R&B", "r&b")]
    [InlineData("Rock 'n' Roll", "rock 'n' roll")]
    [InlineData("sci-fi 2.0", "sci-fi 2.0")]
    [InlineData("日本語", "日本語")]
    [InlineData("हिन्दी", "हिन्दी")]
    public void Normalise_Allowed_GivesTheNormalForm(string raw, string expected) => Assert.Equal(expected, InterestRules.Normalise(raw));

    [Theory]
    [InlineData("")]
    [InlineData(" \t\u3000")]
    [InlineData("a_b")]
    [InlineData("what?")]
    [InlineData("😀")]
    [InlineData("a\u200Db")]
    [InlineData("a\0b")]
    [InlineData("a\uFFFEb")]
    [InlineData("½")]
    [InlineData("<b>")]
    public void Normalise_NotAllowed_IsRefused(string raw) => Assert.Null(InterestRules.Normalise(raw));

    [Fact]
    public void Normalise_LoneSurrogates_AreRefused()
    {
        Assert.Null(InterestRules.Normalise("a\uD800"));
        Assert.Null(InterestRules.Normalise("\uDC00a"));
        Assert.Null(InterestRules.Normalise("\uDC00\uD800"));
    }

    [Fact]
    public void Normalise_LengthAtTheLimit_CountsCodePoints()
    {
        Assert.Equal(64, InterestRules.Normalise(Repeat("\U00010428", 32))!.Length);
        Assert.Null(InterestRules.Normalise(Repeat("\U00010428", 33)));
        Assert.NotNull(InterestRules.Normalise($" {new string('A', 15)}   {new string('b', 16)} "));
        Assert.Null(InterestRules.Normalise(new string('a', 33)));
    }

    [Fact]
    public void Normalise_AMillionCharacters_IsRefusedAtOnce() => Assert.Null(InterestRules.Normalise(new string(' ', 1_000_000) + "chess"));

    [Fact]
    public void Normalise_AnyText_GivesAnInterestOrNothing() => Raw.Sample(
        raw =>
        {
            if (InterestRules.Normalise(raw) is not { } interest)
            {
                return;
            }

            Assert.InRange(interest.EnumerateRunes().Count(), 1, InterestRules.MaxLength);
            Assert.Equal(interest.Trim(), interest);
            Assert.DoesNotContain("  ", interest, StringComparison.Ordinal);
            Assert.True(interest.IsNormalized(NormalizationForm.FormKC));
            Assert.Equal(interest, interest.ToLowerInvariant());
            Assert.All(interest.EnumerateRunes(), rune => Assert.True(
                rune.Value == ' ' || Rune.IsLetter(rune) || Rune.IsDigit(rune) || IsMark(rune) || "&+-'.#".Contains((char)rune.Value, StringComparison.Ordinal)));
        },
        iter: 20_000);

    [Fact]
    public void Normalise_ItsOwnResult_ChangesNothing() => Raw.Sample(
        raw =>
        {
            var interest = InterestRules.Normalise(raw);
            return interest is null || InterestRules.Normalise(interest) == interest;
        },
        iter: 20_000);

    [Fact]
    public void Normalise_EverySingleCodePoint_IsIdempotent()
    {
        for (var value = 0; value <= 0x10FFFF; value++)
        {
            if (Rune.IsValid(value) && InterestRules.Normalise(new Rune(value).ToString()) is { } interest)
            {
                Assert.Equal(interest, InterestRules.Normalise(interest));
                Assert.True(interest.IsNormalized(NormalizationForm.FormKC), $"U+{value:X}");
            }
        }
    }

    private static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune)
        is System.Globalization.UnicodeCategory.NonSpacingMark
        or System.Globalization.UnicodeCategory.SpacingCombiningMark
        or System.Globalization.UnicodeCategory.EnclosingMark;

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));
}
