using System.Net;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Whisper.Gateway.Hosting;
using Whisper.Gateway.Limits;
using Xunit;

namespace Whisper.Tests.Gateway.Limits;

public sealed class AddressLimitsTests
{
    private static readonly AddressKey Here = AddressKey.Of(IPAddress.Parse("192.0.2.1"));
    private static readonly AddressKey There = AddressKey.Of(IPAddress.Parse("192.0.2.2"));

    private readonly FakeTimeProvider _time = new();
    private readonly LimitOptions _options = new() { ConnectionsPerAddress = 3, NewConnectionsPerMinute = 5 };

    [Fact]
    public void Enter_BeyondTheNumberAtOnce_IsTurnedAwayUntilOneLeaves()
    {
        var limits = Limits();
        Assert.All(Enumerable.Range(0, 3), _ => Assert.Equal(Admission.Accepted, limits.Enter(Here)));
        Assert.Equal(Admission.TooMany, limits.Enter(Here));
        Assert.Equal(Admission.Accepted, limits.Enter(There));
        limits.Leave(Here);
        Assert.Equal(Admission.Accepted, limits.Enter(Here));
    }

    [Fact]
    public void Enter_BeyondTheNumberPerMinute_IsTurnedAwayForAMinute()
    {
        var limits = Limits();
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(Admission.Accepted, limits.Enter(Here));
            limits.Leave(Here);
        }

        Assert.Equal(Admission.TooMany, limits.Enter(Here));
        _time.Advance(TimeSpan.FromMinutes(1.5));
        Assert.Equal(Admission.Accepted, limits.Enter(Here));
    }

    [Fact]
    public void Enter_AbsurdlyMany_IsRefused()
    {
        var limits = Limits();
        var answers = Enumerable.Range(0, 60).Select(_ => limits.Enter(Here)).ToList();
        Assert.Equal(3, answers.Count(answer => answer == Admission.Accepted));
        Assert.Equal(47, answers.Count(answer => answer == Admission.TooMany));
        Assert.Equal(10, answers.Count(answer => answer == Admission.Refused));
    }

    [Fact]
    public void Enter_SwitchedOff_AlwaysAccepts()
    {
        _options.Enabled = false;
        var limits = Limits();
        Assert.All(Enumerable.Range(0, 1000), _ => Assert.Equal(Admission.Accepted, limits.Enter(Here)));
        Assert.Equal(0, limits.Count);
    }

    [Fact]
    public void Sweep_ForgetsWhoHasLeftAndKeepsWhoHasNot()
    {
        var limits = Limits();
        limits.Enter(Here);
        limits.Enter(There);
        limits.Leave(There);
        limits.Sweep();
        Assert.Equal(2, limits.Count);
        _time.Advance(TimeSpan.FromMinutes(3));
        limits.Sweep();
        Assert.Equal(1, limits.Count);
    }

    [Fact]
    public void AddressKey_SameSubscriber_IsTheSame()
    {
        Assert.Equal(Here, AddressKey.Of(IPAddress.Parse("::ffff:192.0.2.1")));
        Assert.Equal(AddressKey.Of(IPAddress.Parse("2001:db8:1:2::1")), AddressKey.Of(IPAddress.Parse("2001:db8:1:2:ffff::9")));
        Assert.NotEqual(AddressKey.Of(IPAddress.Parse("2001:db8:1:2::1")), AddressKey.Of(IPAddress.Parse("2001:db8:1:3::1")));
        Assert.DoesNotContain("192", Here.ToString(), StringComparison.Ordinal);
    }

    private AddressLimits Limits() => new(Options.Create(_options), new GatewayClock(_time));
}
