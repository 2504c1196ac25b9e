namespace Whisper.LoadTest.Reporting;

/// <summary>Puts results where they were asked for.</summary>
internal static class ResultFiles
{
    /// <summary>Writes them.</summary>
    public static void Write(Result result, LoadOptions options, TextWriter output)
    {
        var folder = options.Out ?? Path.Combine("artifacts", "load");
        if (options.Json == "-")
        {
            output.WriteLine(result.ToJson());
        }
        else
        {
            Write(options.Json ?? Path.Combine(folder, $"{result.Scenario}.json"), result.ToJson());
        }
    }

    private static void Write(string file, string text)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder)
        {
            Directory.CreateDirectory(folder);
        }

        File.WriteAllText(file, text);
    }
}
