namespace Whisper.LoadTest.Reporting;

/// <summary>A page of which each kind of run owns one section.</summary>
internal static class MarkdownSection
{
    /// <summary>The page with the <c>##</c> section of that heading replaced, or added behind the others.</summary>
    public static string Replace(string page, string heading, string body)
    {
        var sections = page.Split("\n## ").Select(section => section.TrimEnd()).ToList();
        var at = sections.FindIndex(1, section => section.Split('\n')[0] == heading);
        var section = $"{heading}\n\n{body.Trim()}";
        if (at < 0)
        {
            sections.Add(section);
        }
        else
        {
            sections[at] = section;
        }

        return string.Join("\n\n## ", sections) + "\n";
    }
}
