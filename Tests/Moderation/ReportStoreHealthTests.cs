using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;
using Whisper.Silo.Moderation;
using Xunit;

namespace Whisper.Tests.Moderation;

public sealed class ReportStoreHealthTests
{
    private readonly FakeReportStore _store = new();
    private readonly FakeTimeProvider _time = new();
    private readonly ReportStoreHealth _health;

    public ReportStoreHealthTests() => _health = new ReportStoreHealth(_store, _time);

    [Fact]
    public async Task Check_StoreUsable_IsHealthy() => Assert.Equal(HealthStatus.Healthy, (await Check()).Status);

    [Fact]
    public async Task Check_StoreDown_IsUnhealthyAndNamesTheStore()
    {
        _store.Failing = true;
        var result = await Check();
        Assert.Equal(HealthStatus.Unhealthy, result.Status);
        Assert.Contains(_store.Name, result.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_AskedByManyWithinASecond_LooksOnce()
    {
        for (var i = 0; i < 100; i++)
        {
            await Check();
        }

        Assert.Equal(1, _store.Probes);
    }

    [Fact]
    public async Task Check_ASecondLater_TellsWhatHasChanged()
    {
        await Check();
        _store.Failing = true;
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HealthStatus.Unhealthy, (await Check()).Status);
    }

    [Fact]
    public void Services_ShareOneCheck()
    {
        // a check that is made anew for every request would look every time
        var services = new ServiceCollection().AddWhisperReports();
        Assert.Contains(services, service => service.ServiceType == typeof(ReportStoreHealth) && service.Lifetime == ServiceLifetime.Singleton);
    }

    private Task<HealthCheckResult> Check() => _health.CheckHealthAsync(new HealthCheckContext(), TestContext.Current.CancellationToken);
}
