using System.Runtime.CompilerServices;
using Xunit;

namespace Whisper.Tests.Support;

/// <summary>The repository that the tests were built from.</summary>
internal static class Repository
{
    /// <summary>Set to 1, frozen files are written anew instead of compared.</summary>
    public const string RewriteVariable = "WHISPER_REWRITE";

    public static string Root { get; } = FindRoot();

    public static bool Rewrites => Environment.GetEnvironmentVariable(RewriteVariable) == "1";

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>Fails when a file is not what it should be, or rewrites it.</summary>
    public static void AssertFrozen(string expected, string path, string advice)
    {
        if (Rewrites)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, expected);
        }

        var actual = File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : "";
        if (actual != expected)
        {
            var missing = expected.Split('\n').Except(actual.Split('\n')).Select(line => $"  + {line}");
            var superfluous = actual.Split('\n').Except(expected.Split('\n')).Select(line => $"  - {line}");
            Assert.Fail($"{Path.GetRelativePath(Root, path)} differs:\n{string.Join('\n', superfluous.Concat(missing))}\n{advice}");
        }
    }

    private static string FindRoot([CallerFilePath] string here = "")
    {
        for (var directory = Path.GetDirectoryName(here); directory is not null; directory = Path.GetDirectoryName(directory))
        {
            if (File.Exists(Path.Combine(directory, "Whisper.sln")))
            {
                return directory;
            }
        }

        throw new InvalidOperationException("The tests do not lie in the repository that they were built from.");
    }
}
