using System.Globalization;

namespace Whisper.LocalCluster.Nodes;

/// <summary>Reads figures from <c>/metrics</c>.</summary>
public static class Metrics
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(2) };

    /// <summary>The sum of all series of a metric; 0 when there is none or no answer.</summary>
    /// <param name="url">The node.</param>
    /// <param name="metric">The beginning of its name, as <c>/metrics</c> writes it: a unit may follow.</param>
    /// <param name="cancellation">Stops asking.</param>
    public static async Task<double> Sum(string url, string metric, CancellationToken cancellation = default)
    {
        try
        {
            var text = await Http.GetStringAsync(new Uri($"{url}/metrics"), cancellation);
            return text.Split('\n').Where(line => line.StartsWith(metric, StringComparison.Ordinal)).Sum(Value);
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return 0;
        }
    }

    // name{labels} value [time]; labels may hold spaces
    private static double Value(string line) =>
        double.TryParse(line[(line.LastIndexOf('}') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[line.Contains('}', StringComparison.Ordinal) ? 0 : 1], CultureInfo.InvariantCulture, out var value) ? value : 0;
}
