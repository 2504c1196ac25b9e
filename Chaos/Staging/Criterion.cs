namespace Whisper.Chaos.Staging;

/// <summary>Something that a row demands besides the zeros.</summary>
/// <param name="What">Its name, such as <c>longest stall</c>.</param>
/// <param name="Demand">What is demanded, such as <c>&lt; 10 s</c>.</param>
/// <param name="Measured">What was seen.</param>
/// <param name="Met">Whether that is enough.</param>
/// <param name="Size">A number that is the larger the worse it is, to find the worst of several runs.</param>
public sealed record Criterion(string What, string Demand, string Measured, bool Met, double Size)
{
    /// <summary>A time that must be shorter than another.</summary>
    public static Criterion Below(string what, TimeSpan measured, TimeSpan limit) =>
        new(what, $"< {Text(limit)}", Text(measured), measured < limit, measured.TotalSeconds);

    /// <summary>Something that must be so.</summary>
    public static Criterion Holds(string what, bool met, string measured = "") =>
        new(what, "", measured.Length > 0 ? measured : met ? "yes" : "no", met, met ? 0 : 1);

    /// <summary>A time as people read it.</summary>
    public static string Text(TimeSpan time) => time < TimeSpan.FromSeconds(1)
        ? FormattableString.Invariant($"{time.TotalMilliseconds:F0} ms")
        : FormattableString.Invariant($"{time.TotalSeconds:0.#} s");
}
