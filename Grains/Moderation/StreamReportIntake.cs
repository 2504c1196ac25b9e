using Whisper.Grains.Events;

namespace Whisper.Grains.Moderation;

/// <summary>
/// Puts reports on a stream that keeps them until the store has them: a report is acknowledged although the store is down.
/// </summary>
internal sealed class StreamReportIntake(IEventPublisher publisher) : IReportIntake
{
    /// <inheritdoc />
    public string Name => "report stream";

    /// <inheritdoc />
    public async Task<string> Take(StoredReport report)
    {
        await publisher.Publish(report);
        return report.Case;
    }
}
