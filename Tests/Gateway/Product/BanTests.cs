using Whisper.Tests.Gateway.Support;
using Xunit;

namespace Whisper.Tests.Gateway.Product;

public abstract class BanTests(SharedProduct product)
{
    [Fact]
    public async Task Banned_IsSentAwayForGoodAndTheChatIsModerated()
    {
        var (first, second) = await product.Host.Pair();
        await first.Send(new { type = "report", reason = "harassment" });
        var caseId = (await first.Expect("reported")).GetProperty("case").GetString()!;

        await product.Host.BanReported(caseId);

        // the banned socket may be gone before the chat is
        var frame = await first.Next();
        if (frame.GetProperty("type").GetString() == "partner")
        {
            frame = await first.Next();
        }

        Assert.Equal(("chat_ended", "moderated"), (frame.GetProperty("type").GetString(), frame.GetProperty("reason").GetString()));
        await first.ExpectQuiet();
        await second.ExpectClose(4403);
        await using var back = await ChatClient.Connect(product.Host.Address);
        await back.Send(new { type = "hello", resume = second.Token });
        await back.ExpectError("banned", "hello");
        await back.ExpectClose(4403);
    }
}

[Collection(StandaloneTests.Name)]
public sealed class StandaloneBanTests(StandaloneProduct product) : BanTests(product);

[Collection(ClusterTests.Name)]
public sealed class ClusterBanTests(ClusterProduct product) : BanTests(product);
