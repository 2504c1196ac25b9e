using System.Globalization;
using Whisper.LoadTest.Engine;

namespace Whisper.LoadTest.Measuring;

/// <summary>A process that is measured from outside.</summary>
/// <param name="Name">What part of the whole it is, such as <c>gateway</c>; several may be the same part.</param>
/// <param name="Id">Its process id.</param>
internal sealed record Watched(string Name, int Id)
{
    /// <summary>Those that were named, or else those that listen where the load goes.</summary>
    /// <exception cref="ArgumentException">An id is none.</exception>
    public static IReadOnlyList<Watched> Of(LoadOptions options)
    {
        var named = options.Pids.Concat(options.PidFile is { } file ? File.ReadAllLines(file) : [])
            .SelectMany(text => text.Split((char[])[',', ' '], StringSplitOptions.RemoveEmptyEntries))
            .Select(Parse)
            .ToArray();
        if (named.Length > 0)
        {
            return named;
        }

        return [.. options.Gateways.Select(Endpoint.Parse).Where(server => server.IsLoopback)
            .Select(server => Listeners.Of(server.Port))
            .OfType<int>()
            .Distinct()
            .Select(id => new Watched("server", id))];
    }

    /// <summary>Reads <c>gateway=12</c>, or <c>12</c>.</summary>
    /// <exception cref="ArgumentException">It is neither.</exception>
    public static Watched Parse(string text)
    {
        var (name, id) = text.Split('=', 2) is [var left, var right] ? (left, right) : ("server", text);
        return int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new(name, number)
            : throw new ArgumentException($"{text} is no process id such as 1234, or gateway=1234.");
    }
}
