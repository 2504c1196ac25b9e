using Microsoft.Extensions.Logging;
using Orleans.Streams;
using Orleans.Streams.Core;
using Whisper.Grains.Events;

namespace Whisper.Grains.Moderation;

/// <summary>Stores the reports of one stream (key: the stream's).</summary>
[Alias("whisper.report-keeper")]
internal interface IReportKeeper : IGrainWithStringKey;

/// <summary>
/// Throws until a report is stored: so long it stays in its stream. A report that is delivered twice is stored once, by the
/// filing's id.
/// </summary>
[ImplicitStreamSubscription(StreamNames.Reports)]
internal sealed class ReportKeeperGrain(IReportStore store, ILogger<ReportKeeperGrain> log)
    : Grain, IReportKeeper, IStreamSubscriptionObserver, IAsyncObserver<StoredReport>
{
    // The stream gives a delivery up after the silo's response time-out, and delivers again.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    public Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) => handleFactory.Create<StoredReport>().ResumeAsync(this);

    public async Task OnNextAsync(StoredReport item, StreamSequenceToken? token = null)
    {
        using var deadline = new CancellationTokenSource(Patience);
        try
        {
            var kept = await ReportKeeping.Keep(store, item, deadline.Token);
            ModerationLog.ReportKept(log, item.Case, kept);
        }
        catch (Exception e)
        {
            ModerationLog.ReportWaits(log, item.Case, store.Name, e.Message);
            throw new NotStoredException(e.Message);
        }
    }

    public Task OnErrorAsync(Exception ex) => Task.CompletedTask;
}
