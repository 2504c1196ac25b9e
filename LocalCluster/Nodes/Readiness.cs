using System.Text.Json;

namespace Whisper.LocalCluster.Nodes;

/// <summary>What a node says of itself.</summary>
/// <param name="IsReady">Whether it can work.</param>
/// <param name="Down">What keeps it from that, in its own words.</param>
public sealed record Readiness(bool IsReady, IReadOnlyList<string> Down)
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false, PooledConnectionLifetime = TimeSpan.FromSeconds(10) })
    {
        Timeout = TimeSpan.FromSeconds(2),
    };

    /// <summary>Asks the node at an address; one that does not answer within 2 s is not ready.</summary>
    public static async Task<Readiness> Of(string url, CancellationToken cancellation = default)
    {
        try
        {
            using var answer = await Http.GetAsync(new Uri($"{url}/health/ready"), cancellation);
            return answer.IsSuccessStatusCode ? new(true, []) : new(false, Parse(await answer.Content.ReadAsStringAsync(cancellation)));
        }
        catch (HttpRequestException)
        {
            return new(false, ["no connection"]);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new(false, ["no answer"]);
        }
    }

    private static IReadOnlyList<string> Parse(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return [.. json.RootElement.GetProperty("down").EnumerateArray().Select(item => item.ToString())];
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return [body];
        }
    }
}
