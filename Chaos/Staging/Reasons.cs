using Whisper.LocalCluster.Nodes;

namespace Whisper.Chaos.Staging;

/// <summary>What a node that is not ready says about it, in full.</summary>
internal static class Reasons
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(2) };

    /// <summary>The body of its <c>/health/ready</c>; empty when it is ready, or does not answer.</summary>
    public static async Task<string> Of(Node node)
    {
        try
        {
            using var answer = await Http.GetAsync(new Uri($"{node.Url}/health/ready"));
            return answer.IsSuccessStatusCode ? "" : await answer.Content.ReadAsStringAsync();
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return "";
        }
    }
}
