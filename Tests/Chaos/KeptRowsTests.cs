using Whisper.Chaos.Reporting;
using Xunit;

namespace Whisper.Tests.Chaos;

public sealed class KeptRowsTests
{
    private const string Former = """
        # Reliability

        | | |
        |---|---|
        | date | 2026-11-01 06:00 UTC |
        | command | `make chaos` |
        | run anew | the third: 2026-11-02 06:00 UTC, `make chaos CHAOS_ARGS="--rows c"` |
        | result | 13 of 15 runs passed |

        | fault | lost | |
        |---|--:|---|
        | the first | 0 | passed |
        | the second | 1 | **failed 2 of 5** |
        | the third | 0 | passed |

        | fault | demand | limit | worst | |
        |---|---|---|---|---|
        | the first | stall | < 1 s | 0.5 s | met |
        | the second | stall | < 1 s | 3 s | **not met** |
        | the second | back | < 5 s | 2 s | met |

        ## How to read it

        - **lost**: not shown.
        """;

    private const string Fresh = """
        # Reliability

        | | |
        |---|---|
        | date | 2026-11-03 06:00 UTC |
        | command | `make chaos CHAOS_ARGS="--rows b"` |
        | result | 5 of 5 runs passed |

        | fault | lost | |
        |---|--:|---|
        | the second | 0 | passed |

        | fault | demand | limit | worst | |
        |---|---|---|---|---|
        | the second | stall | < 1 s | 0.4 s | met |
        | the second | back | < 5 s | 1 s | met |

        ## How to read it
        """;

    private static readonly string[] Titles = ["the first", "the second", "the third"];

    [Fact]
    public void Rows_ThatRanAnew_ReplaceTheirOwnAndNoOther()
    {
        var merged = KeptRows.Merge(Fresh, Former, Titles).Split('\n');
        string[] expected =
        [
            "| the first | 0 | passed |", "| the second | 0 | passed |", "| the third | 0 | passed |",
            "| the first | stall | < 1 s | 0.5 s | met |", "| the second | stall | < 1 s | 0.4 s | met |", "| the second | back | < 5 s | 1 s | met |",
        ];
        Assert.Equal(expected, merged.Where(line => line.StartsWith("| the", StringComparison.Ordinal)));
        Assert.Contains("- **lost**: not shown.", merged);
    }

    [Fact]
    public void Head_SaysWhatRanAnewAndWhatHoldsNow()
    {
        var merged = KeptRows.Merge(Fresh, Former, Titles).Split('\n');
        Assert.Contains("| date | 2026-11-01 06:00 UTC |", merged);
        Assert.Contains("""| run anew | the second: 2026-11-03 06:00 UTC, `make chaos CHAOS_ARGS="--rows b"` |""", merged);
        Assert.Contains("""| run anew | the third: 2026-11-02 06:00 UTC, `make chaos CHAOS_ARGS="--rows c"` |""", merged);
        Assert.Contains("| result | 3 of 3 rows passed in every run |", merged);
    }

    [Fact]
    public void AnotherForm_IsRefused() => Assert.Throws<InvalidOperationException>(() => KeptRows.Merge(Fresh, "# Nothing", Titles));
}
