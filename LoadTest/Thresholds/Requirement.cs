using System.Globalization;
using Whisper.LoadTest.Reporting;

namespace Whisper.LoadTest.Thresholds;

/// <summary>Something that must hold of a figure, such as <c>message.p99&lt;=100</c>.</summary>
/// <param name="Figure">The figure's name in the results.</param>
/// <param name="IsUpperBound">Whether it is the most that is accepted, or the least.</param>
/// <param name="Bound">In the figure's unit.</param>
internal sealed record Requirement(string Figure, bool IsUpperBound, double Bound)
{
    /// <summary>Reads one.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static Requirement Parse(string text)
    {
        var (isUpper, parts) = text.Contains("<=", StringComparison.Ordinal) ? (true, text.Split("<=", 2)) : (false, text.Split(">=", 2));
        return parts is [var figure, var bound] && double.TryParse(bound, CultureInfo.InvariantCulture, out var number)
            ? new(figure.Trim(), isUpper, number)
            : throw new ArgumentException($"{text} is no requirement such as message.p99<=100 or connectsPerSecond>=5000.");
    }

    /// <summary>Whether it holds. A figure that a run does not have fails it: what was not measured was not met.</summary>
    public Verdict Judge(IReadOnlyDictionary<string, double> figures)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{Figure}{(IsUpperBound ? "<=" : ">=")}{Bound}");
        return figures.TryGetValue(Figure, out var actual)
            ? new(text, actual, IsUpperBound ? actual <= Bound : actual >= Bound)
            : new(text, null, Holds: false);
    }
}
