using Whisper.Tests.Gateway.Support;
using Xunit;

namespace Whisper.Tests.Gateway.Product;

public sealed class SoakTests
{
    [Fact(Timeout = 60_000)]
    public async Task ManyWhoTalkAndLoseTheirConnections_MissNothingAndSeeNothingTwice()
    {
        await using var product = await ProductHost.Start(("Sessions:RematchAfter", "00:00:00"), ("Sessions:Grace", "00:00:10"));
        var clients = Enumerable.Range(1, 24).Select(seed => new Chatterbox(product.Address, seed)).ToList();
        await Task.WhenAll(clients.Select(client => client.Run(() => clients.Sum(other => other.Ended) >= 72)));
        Assert.True(clients.Sum(client => client.Shown) > 300, "hardly anything was said");
        Assert.True(clients.Sum(client => client.Resumes) > 50, "hardly anybody lost their connection");
    }
}
