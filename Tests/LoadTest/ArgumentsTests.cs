using Whisper.LoadTest;
using Xunit;

namespace Whisper.Tests.LoadTest;

public sealed class ArgumentsTests
{
    [Fact]
    public void Line_IsUnderstood()
    {
        var options = LoadArguments.Parse(["match", "--users", "4000", "--gateways", "http://127.0.0.1:1,ws://127.0.0.1:2/x", "--rate", "2000", "--interests", "2-3", "--require", "decision.p99<=50", "--require", "errors<=0", "--plain"]);
        Assert.Equal(("match", 4_000, 2_000, 2, 3, true), (options.Scenario, options.Users, options.Rate, options.InterestsMin, options.InterestsMax, options.Plain));
        Assert.Equal(["http://127.0.0.1:1", "ws://127.0.0.1:2/x"], options.Gateways);
        Assert.Equal(["decision.p99<=50", "errors<=0"], options.Require);
    }

    [Theory]
    [InlineData("")]
    [InlineData("dance --gateways a:1")]
    [InlineData("idle")]
    [InlineData("idle --gateways https://127.0.0.1:8443")]
    [InlineData("idle --gateways a:1 --users")]
    [InlineData("idle --gateways 127.0.0.1:1 --users many")]
    [InlineData("idle --gateways 127.0.0.1:1 --colour blue")]
    [InlineData("chat --gateways 127.0.0.1:1 --size 5")]
    [InlineData("chat --gateways 127.0.0.1:1 --ack-ms 300")]
    [InlineData("match --gateways 127.0.0.1:1 --interests 1-9")]
    [InlineData("match --gateways 127.0.0.1:1 --adapter telnet")]
    [InlineData("match --gateways 127.0.0.1:1 --require p99")]
    [InlineData("idle --gateways 127.0.0.1:1 --duration Infinity")]
    [InlineData("idle --gateways 127.0.0.1:1 --pids gateway=many")]
    [InlineData("idle --start everything")]
    public void Line_ThatIsWrong_IsRefused(string line) => Assert.Throws<ArgumentException>(() => LoadArguments.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)));

    [Fact]
    public void Usage_NamesEveryScenario() => Assert.All(
        (string[])["idle", "connect", "match", "chat", "churn", "day", "tiers"],
        name => Assert.Contains($"\n  {name} ", LoadArguments.Usage, StringComparison.Ordinal));
}
