using System.Text.Json;
using Whisper.Tests.Support;

namespace Whisper.Tests.Gateway.Support;

/// <summary>The frames that server and clients share, in <c>docs/frames</c>.</summary>
internal static class Golden
{
    public static IReadOnlyList<JsonElement> Read(string file) =>
        [.. JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(Repository.PathOf("docs", "frames", file))).EnumerateArray()];
}
