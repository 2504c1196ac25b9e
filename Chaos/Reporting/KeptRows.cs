namespace Whisper.Chaos.Reporting;

/// <summary>Rows of the page that were not run anew keep what an earlier run found.</summary>
internal static class KeptRows
{
    private const string Head = "| fault |";
    private const string Result = "| result |";
    private const string Anew = "| run anew |";
    private const string Date = "| date |";
    private const string Command = "| command |";

    /// <summary>The page of all rows: those of <paramref name="page"/> where it has them, else those of <paramref name="former"/>, under the head of the former, with a line for what was run anew.</summary>
    /// <param name="page">What a run of some rows has written.</param>
    /// <param name="former">The page as it was.</param>
    /// <param name="titles">The titles of all rows, in their order.</param>
    public static string Merge(string page, string former, IReadOnlyList<string> titles)
    {
        var (fresh, kept) = (Tables(page), Tables(former));
        if (fresh.Count != kept.Count)
        {
            throw new InvalidOperationException("The page is of another form than this program writes: run all rows, or delete it.");
        }

        var anew = titles.Where(title => fresh[0].Any(line => IsOf(line, title))).ToList();
        var merged = fresh.Zip(kept, (news, olds) => titles.SelectMany(title => (anew.Contains(title) ? news : olds).Where(line => IsOf(line, title))).ToList()).ToList();
        var passed = merged[0].Count(line => line.EndsWith("| passed |", StringComparison.Ordinal));
        var output = new List<string>();
        var toCome = new Queue<List<string>>(merged);
        foreach (var line in Lines(former))
        {
            var isRow = toCome.Count < merged.Count && IsRow(line);
            if (isRow || (line.StartsWith(Anew, StringComparison.Ordinal) && anew.Any(title => line.Contains(title, StringComparison.Ordinal))))
            {
                continue;
            }

            if (line.StartsWith(Result, StringComparison.Ordinal))
            {
                output.AddRange(anew.Select(title => $"{Anew} {title}: {Value(page, Date)}, {Value(page, Command)} |"));
                output.Add($"{Result} {passed} of {merged[0].Count} rows passed in every run |");
            }
            else
            {
                var isBelowHead = output.Count > 0 && output[^1].StartsWith(Head, StringComparison.Ordinal);
                output.Add(line);
                if (isBelowHead)
                {
                    output.AddRange(toCome.Dequeue());
                }
            }
        }

        return string.Join('\n', output);
    }

    private static string Value(string page, string name) => Lines(page).First(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..].Trim(' ', '|');

    private static bool IsOf(string line, string title) => line.StartsWith($"| {title} |", StringComparison.Ordinal);

    private static bool IsRow(string line) => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith(Head, StringComparison.Ordinal);

    private static string[] Lines(string page) => page.ReplaceLineEndings("\n").Split('\n');

    private static List<List<string>> Tables(string page)
    {
        var tables = new List<List<string>>();
        foreach (var line in Lines(page))
        {
            if (line.StartsWith(Head, StringComparison.Ordinal))
            {
                tables.Add([]);
            }
            else if (tables.Count > 0 && IsRow(line))
            {
                tables[^1].Add(line);
            }
        }

        return tables;
    }
}
