namespace Whisper.LoadTest.Reporting;

/// <summary>Puts results where they were asked for.</summary>
internal static class ResultFiles
{
    /// <summary>The folder for what is not asked for elsewhere.</summary>
    public static string FolderOf(LoadOptions options) => options.Out ?? Path.Combine("artifacts", "load");

    /// <summary>Writes them; the files that there are now.</summary>
    public static IReadOnlyList<string> Write(Result result, LoadOptions options, TextWriter output)
    {
        var files = new List<string>();
        var folder = FolderOf(options);
        if (options.Json == "-")
        {
            output.WriteLine(result.ToJson());
        }
        else
        {
            Write(options.Json ?? Path.Combine(folder, $"{result.Scenario}.json"), result.ToJson(), files);
        }

        Write(options.Html ?? Path.Combine(folder, $"{result.Scenario}.html"), ReportPage.Write(result), files);
        if (options.Markdown is { } page)
        {
            var present = File.Exists(page) ? File.ReadAllText(page) : "# Load tests\n";
            Write(page, MarkdownSection.Replace(present, options.Title ?? result.Scenario, MarkdownReport.Write(result)), files);
        }

        return files;
    }

    private static void Write(string file, string text, List<string> files)
    {
        files.Add(file);
        if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder)
        {
            Directory.CreateDirectory(folder);
        }

        File.WriteAllText(file, text);
    }
}
