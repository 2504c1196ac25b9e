namespace Whisper.Benchmarks;

/// <summary>One `##` section of a Markdown page, replaced as a whole so that each family of benchmarks writes its own.</summary>
internal static class MarkdownSection
{
    private const string Title = "# Benchmarks\n\nWritten by `make bench BENCH_ARGS=\"<family> --write docs/benchmarks.md\"`.\n";

    public static void Write(string path, string heading, string body)
    {
        var page = File.Exists(path) ? File.ReadAllText(path) : Title;
        var parts = page.Split("\n## ").ToList();
        var section = $"{heading}\n\n{body.Trim()}\n";
        var old = parts.FindIndex(1, part => part.StartsWith(heading + '\n', StringComparison.Ordinal));
        if (old < 0)
        {
            parts.Add(section);
        }
        else
        {
            parts[old] = section;
        }

        File.WriteAllText(path, string.Join("\n## ", parts.Select(part => part.TrimEnd() + '\n')));
    }
}
