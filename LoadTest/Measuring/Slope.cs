namespace Whisper.LoadTest.Measuring;

/// <summary>By how much one thing grows with another, by least squares: what a process weighs empty does not matter.</summary>
internal static class Slope
{
    /// <summary>The slope through the points; 0 with fewer than two different ones.</summary>
    public static double Of(IReadOnlyList<(double X, double Y)> points)
    {
        if (points.Count < 2)
        {
            return 0;
        }

        var (meanX, meanY) = (points.Average(point => point.X), points.Average(point => point.Y));
        var spread = points.Sum(point => (point.X - meanX) * (point.X - meanX));
        return spread == 0 ? 0 : points.Sum(point => (point.X - meanX) * (point.Y - meanY)) / spread;
    }
}
