using Microsoft.Extensions.Diagnostics.HealthChecks;
using Whisper.Silo.Moderation;
using Xunit;

namespace Whisper.Tests.Moderation;

public sealed class ReportStoreHealthTests
{
    private readonly FakeReportStore _store = new();

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

    private Task<HealthCheckResult> Check() => new ReportStoreHealth(_store).CheckHealthAsync(new HealthCheckContext(), TestContext.Current.CancellationToken);
}
