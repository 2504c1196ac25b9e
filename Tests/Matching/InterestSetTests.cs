using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using CsCheck;
using Whisper.Matching;
using Xunit;

namespace Whisper.Tests.Matching;

public sealed class InterestSetTests
{
    private static readonly string[] Names = ["anime", "board games", "c++", "café", "films", "go", "日本語", "rock 'n' roll"];

    private static readonly Gen<string[]> Sets = Gen.Shuffle(Names, InterestRules.MinCount, InterestRules.MaxCount);

    [Theory]
    [InlineData("chess")]
    [InlineData("chess", "CHESS", " chess ")]
    [InlineData("a", "b", "c", "d", "e", "f")]
    [InlineData("chess", "!")]
    [InlineData("chess", "")]
    [InlineData("chess", null)]
    public void TryCreate_RulesNotMet_IsRefused(params string?[] raw)
    {
        Assert.False(InterestSet.TryCreate(raw!, out var set));
        Assert.Null(set);
    }

    [Fact]
    public void TryCreate_NothingAtAll_IsRefused() => Assert.False(InterestSet.TryCreate([], out _));

    [Fact]
    public void TryCreate_Duplicates_CountOnce()
    {
        Assert.True(InterestSet.TryCreate(["Go", "chess", "ＧＯ", " go", "c", "b", "a"], out var set));
        Assert.Equal(["a", "b", "c", "chess", "go"], set.Values);
    }

    [Fact]
    public void TryCreate_AnyOrderAndCase_GivesTheSameSetAndHome() => Gen.Select(Sets, Gen.Int[0, 1000]).Sample(run =>
    {
        var (names, seed) = run;
        var shuffled = names.Select((name, i) => (seed >> i & 1) == 1 ? $" {name.ToUpperInvariant()} " : name).ToArray();
        new Random(seed).Shuffle(shuffled);
        var (set, other) = (Samples.Set(names), Samples.Set(shuffled));
        Assert.Equal(set, other);
        Assert.Equal(set.GetHashCode(), other.GetHashCode());
        Assert.Equal(set.Home, other.Home);
        Assert.Equal(names.Order(StringComparer.Ordinal), other.Values);
    });

    [Fact]
    public void Home_AnySet_IsTheBucketOfOneOfItsInterests() =>
        Sets.Sample(names => Assert.Contains(Samples.Set(names).Home, names.Select(BucketId.Of)));

    [Fact]
    public void Home_SetsThatShareAPopularInterest_SpreadOverTheirInterests()
    {
        var popular = BucketId.Of("music");
        var atHome = Enumerable.Range(0, 1000).Count(i => Samples.Set("music", $"other {i}").Home == popular);
        Assert.InRange(atHome, 400, 600);
    }

    // silos of two versions, and a queue stored by the version before, must agree
    [Fact]
    public void Home_AnySet_IsWhereEveryVersionPutsIt() => Sets.Sample(names =>
    {
        var values = Samples.Set(names).Values;
        var whole = Digest(string.Join('\n', values));
        var home = values.MaxBy(value => Digest($"{whole:x16}\n{value}"))!;
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("whisper.bucket\n" + home)))[..24], Samples.Set(names).Home.Key);

        static ulong Digest(string text) => BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    });

    [Fact]
    public void Shared_AnyTwoSets_IsTheSortedIntersection() => Gen.Select(Sets, Sets).Sample(run =>
    {
        var shared = Samples.Set(run.Item1).Shared(Samples.Set(run.Item2));
        Assert.Equal(run.Item1.Intersect(run.Item2).Order(StringComparer.Ordinal), shared);
    });

    [Fact]
    public void ToString_AnySet_NamesNoInterest() => Assert.Equal("(2 interests)", Samples.Set("chess", "go").ToString());

    [Fact]
    public void ToString_OfATicket_NamesNoInterest() => Assert.DoesNotContain("chess", Samples.Of("chess go").ToString(), StringComparison.Ordinal);

    [Fact]
    public void TryCreate_OneInterestThousandsOfTimes_IsRefusedUnread() =>
        Assert.False(InterestSet.TryCreate([.. Enumerable.Repeat("tea", 4000), "jazz"], out _));
}
