using System.Globalization;
using System.Text.RegularExpressions;
using Whisper.Tests.Support;
using Xunit;

namespace Whisper.Tests.Architecture;

/// <summary>Rules that the compiler does not know.</summary>
public sealed partial class SourceRulesTests
{
    private const int MostLines = 400;

    // longer than that for a reason, which the file gives at its top
    private static readonly string[] LongFiles = [];

    private static readonly string[] Skipped = ["bin", "obj", "node_modules", ".git", ".cluster", ".svelte-kit", "build", "artifacts", "data", "test-results", "playwright-report"];

    [Fact]
    public void EveryFile_IsShortEnoughToRead()
    {
        string[] kinds = [".cs", ".ts", ".svelte", ".js", ".mjs", ".css", ".sh", ".sql"];
        var sources = Files(new DirectoryInfo(Repository.Root)).Where(file => kinds.Contains(file.Extension)).ToArray();
        Assert.True(sources.Length > 50, "the walk has not found the sources");
        var tooLong = sources.Select(file => (Name: Path.GetRelativePath(Repository.Root, file.FullName), Lines: File.ReadLines(file.FullName).Count()))
            .Where(file => file.Lines > MostLines && !LongFiles.Contains(file.Name) && !file.Name.Contains(".generated.", StringComparison.Ordinal));
        Assert.Empty(tooLong);
    }

    [Fact]
    public void Logging_IsSourceGenerated()
    {
        // a message made on the spot has no event id, and can carry anything
        var direct = ProductSources().Where(file => DirectLog().IsMatch(file.Text)).Select(file => file.Name);
        Assert.Empty(direct);
    }

    [Fact]
    public void EventIds_AreEachUsedOnce()
    {
        var uses = ProductSources().SelectMany(file => LogMessage().Matches(file.Text).Select(match => (Id: int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture), file.Name))).ToArray();
        Assert.True(uses.Length > 5, "the log methods are written in another way than this test expects");
        Assert.Equal(ProductSources().Sum(file => LogAttribute().Count(file.Text)), uses.Length);
        Assert.Empty(uses.GroupBy(use => use.Id).Where(group => group.Count() > 1).Select(group => $"{group.Key}: {string.Join(", ", group.Select(use => use.Name))}"));
    }

    [Fact]
    public void Product_WritesToTheConsoleOnlyThroughItsLog()
    {
        var writers = ProductSources().Where(file => ConsoleUse().IsMatch(file.Text) && !file.Name.EndsWith("Program.cs", StringComparison.Ordinal)).Select(file => file.Name);
        Assert.Empty(writers);
    }

    private static (string Name, string Text)[] ProductSources() =>
        [.. ((string[])["Grains.Interfaces", "Grains", "Hosting", "Silo", "Gateway", "Standalone", "Streaming.Nats"])
            .SelectMany(project => Files(new DirectoryInfo(Repository.PathOf(project))))
            .Where(file => file.Extension == ".cs")
            .Select(file => (Path.GetRelativePath(Repository.Root, file.FullName), File.ReadAllText(file.FullName)))];

    private static IEnumerable<FileInfo> Files(DirectoryInfo directory) => directory.EnumerateFiles().Concat(
        directory.EnumerateDirectories().Where(child => !Skipped.Contains(child.Name)).SelectMany(Files));

    [GeneratedRegex(@"\.Log(Trace|Debug|Information|Warning|Error|Critical)?\(|\bLog\.(Trace|Debug|Information|Warning|Error|Critical)\(")]
    private static partial Regex DirectLog();

    [GeneratedRegex(@"\[LoggerMessage\(\s*(?:EventId\s*=\s*)?(\d+)\s*,")]
    private static partial Regex LogMessage();

    [GeneratedRegex(@"\[LoggerMessage\b")]
    private static partial Regex LogAttribute();

    [GeneratedRegex(@"\bConsole\.(Out|Error|Write)|\bDebug\.Write|\bTrace\.Write")]
    private static partial Regex ConsoleUse();
}
