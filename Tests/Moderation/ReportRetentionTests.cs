using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Whisper.Grains.Moderation;
using Whisper.Silo.Moderation;
using Xunit;

namespace Whisper.Tests.Moderation;

public sealed class ReportRetentionTests
{
    private readonly FakeTimeProvider _clock = new(Reports.Noon);
    private readonly FakeReportStore _store = new();

    [Fact]
    public async Task Start_DeletesWhatIsOlderThanThirtyDays()
    {
        using var retention = await Start();
        Assert.Equal(Reports.Noon.AddDays(-30), await _store.NextDeletion());
        await retention.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task EachHour_DeletesAgain_AlsoAfterAFailure()
    {
        using var retention = await Start();
        await _store.NextDeletion();
        _store.Failing = true;
        Assert.Equal(Reports.Noon.AddDays(-30).AddHours(1), await TickUntilDeletion());
        _store.Failing = false;
        Assert.Equal(Reports.Noon.AddDays(-30).AddHours(2), await TickUntilDeletion());
        await retention.StopAsync(CancellationToken.None);
    }

    private async Task<ReportRetention> Start()
    {
        var retention = new ReportRetention(_store, Options.Create(new ModerationOptions()), _clock, NullLogger<ReportRetention>.Instance);
        await retention.StartAsync(CancellationToken.None);
        return retention;
    }

    private Task<DateTimeOffset> TickUntilDeletion()
    {
        // a tick that nobody waits for yet is kept by the timer
        _clock.Advance(ReportRetention.Period);
        return _store.NextDeletion();
    }
}
