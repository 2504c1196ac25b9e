using System.Globalization;
using System.Net;
using System.Text;

namespace Whisper.LoadTest.Reporting;

/// <summary>A line of a plot.</summary>
/// <param name="Name">What the legend says.</param>
/// <param name="Points">Its points, by their x.</param>
internal sealed record Line(string Name, IReadOnlyList<(double X, double Y)> Points);

/// <summary>Draws lines as SVG that needs nothing from outside.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="XName">What is to the right, with its unit.</param>
/// <param name="YName">What is upwards, with its unit.</param>
internal sealed record Plot(string Title, string XName, string YName)
{
    private const int Width = 720;
    private const int Height = 260;
    private const int Left = 64;
    private const int Right = 24;
    private const int Top = 12;
    private const int Bottom = 40;
    private const int Ticks = 5;

    // told apart by people who do not see all colours (Okabe and Ito)
    private static readonly string[] Colours = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#7f7f7f"];

    /// <summary>Whether y grows by factors of ten instead of steps.</summary>
    public bool IsLogarithmic { get; init; }

    /// <summary>What stands at the ticks of x instead of numbers: where, and what.</summary>
    public IReadOnlyList<(double X, string Text)> XTicks { get; init; } = [];

    /// <summary>The figure, or nothing when there is nothing to draw.</summary>
    public string Draw(params IReadOnlyList<Line> lines)
    {
        var drawn = lines.Where(line => line.Points.Any(point => point.Y > 0)).ToArray();
        if (drawn.Length == 0)
        {
            return "";
        }

        var all = drawn.SelectMany(line => line.Points).ToArray();
        var (minX, maxX) = (Math.Min(0, all.Min(point => point.X)), all.Max(point => point.X));
        var (minY, maxY) = IsLogarithmic ? (Exponent(all.Where(point => point.Y > 0).Min(point => point.Y), down: true), Exponent(all.Max(point => point.Y), down: false)) : (0, Nice(all.Max(point => point.Y)));
        var scale = new Scale(minX, maxX > minX ? maxX : minX + 1, minY, maxY > minY ? maxY : minY + 1);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<figure><figcaption>{WebUtility.HtmlEncode(Title)}</figcaption><svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{WebUtility.HtmlEncode(Title)}\">");
        Axes(svg, scale);
        for (var i = 0; i < drawn.Length; i++)
        {
            Draw(svg, drawn[i], Colours[i % Colours.Length], scale);
        }

        svg.Append("</svg><p class=\"legend\">");
        for (var i = 0; i < drawn.Length; i++)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<span style=\"--c:{Colours[i % Colours.Length]}\">{WebUtility.HtmlEncode(drawn[i].Name)}</span>");
        }

        return svg.Append("</p></figure>").ToString();
    }

    private void Axes(StringBuilder svg, Scale scale)
    {
        var steps = IsLogarithmic ? (int)(scale.MaxY - scale.MinY) : Ticks;
        for (var i = 0; i <= steps; i++)
        {
            var value = scale.MinY + ((scale.MaxY - scale.MinY) * i / steps);
            var y = scale.Y(value);
            svg.Append(CultureInfo.InvariantCulture, $"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{y:F1}\" y2=\"{y:F1}\"/><text x=\"{Left - 6}\" y=\"{y + 4:F1}\" text-anchor=\"end\">{Number(IsLogarithmic ? Math.Pow(10, value) : value)}</text>");
        }

        var ticks = XTicks.Count > 0 ? XTicks : [.. Enumerable.Range(0, Ticks + 1).Select(i => scale.MinX + ((scale.MaxX - scale.MinX) * i / Ticks)).Select(x => (x, Number(Math.Round(x, x > Ticks ? 0 : 2))))];
        foreach (var (x, text) in ticks)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{scale.X(x):F1}\" y=\"{Height - Bottom + 16}\" text-anchor=\"middle\">{WebUtility.HtmlEncode(text)}</text>");
        }

        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{(Width + Left) / 2}\" y=\"{Height - 6}\" text-anchor=\"middle\">{WebUtility.HtmlEncode(XName)}</text>");
        svg.Append(CultureInfo.InvariantCulture, $"<text transform=\"translate(12 {Height / 2}) rotate(-90)\" text-anchor=\"middle\">{WebUtility.HtmlEncode(YName)}</text>");
    }

    private void Draw(StringBuilder svg, Line line, string colour, Scale scale)
    {
        var path = new StringBuilder();
        foreach (var (x, y) in line.Points.Where(point => !IsLogarithmic || point.Y > 0))
        {
            path.Append(CultureInfo.InvariantCulture, $"{scale.X(x):F1},{scale.Y(IsLogarithmic ? Math.Log10(y) : y):F1} ");
        }

        if (line.Points.Count == 1 && path.Length > 0)
        {
            var at = path.ToString().TrimEnd().Split(',');
            svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{at[0]}\" cy=\"{at[1]}\" r=\"2.5\" fill=\"{colour}\"/>");
        }

        svg.Append(CultureInfo.InvariantCulture, $"<polyline fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.6\" points=\"{path}\"><title>{WebUtility.HtmlEncode(line.Name)}</title></polyline>");
    }

    /// <summary>A number as people read it: 1.2k, 3.4M.</summary>
    internal static string Number(double value) => Math.Abs(value) switch
    {
        >= 1e9 => string.Create(CultureInfo.InvariantCulture, $"{value / 1e9:0.##}G"),
        >= 1e6 => string.Create(CultureInfo.InvariantCulture, $"{value / 1e6:0.##}M"),
        >= 1e4 => string.Create(CultureInfo.InvariantCulture, $"{value / 1e3:0.##}k"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{value:0.###}"),
    };

    private static double Exponent(double value, bool down)
    {
        var exponent = Math.Log10(value);
        return down ? Math.Floor(exponent) : Math.Ceiling(exponent);
    }

    // the next of 1, 2, 2.5, 5 and their tenfolds
    private static double Nice(double value)
    {
        var unit = Math.Pow(10, Math.Floor(Math.Log10(value)));
        return ((double[])[1, 2, 2.5, 5, 10]).First(step => step * unit >= value * 0.9999) * unit;
    }

    private readonly record struct Scale(double MinX, double MaxX, double MinY, double MaxY)
    {
        public double X(double x) => Left + ((x - MinX) / (MaxX - MinX) * (Width - Left - Right));

        public double Y(double y) => Height - Bottom - ((y - MinY) / (MaxY - MinY) * (Height - Top - Bottom));
    }
}
