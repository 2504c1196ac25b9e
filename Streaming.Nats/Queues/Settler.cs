using System.Globalization;
using System.Threading.Channels;

namespace Whisper.Streaming.Nats.Queues;

/// <summary>
/// Tells JetStream what is done, one after the other: an event is acknowledged after it was delivered, or after its dead letter
/// was stored.
/// </summary>
internal sealed class Settler(QueueContext context) : IAsyncDisposable
{
    private static readonly byte[] Acknowledged = "+ACK"u8.ToArray();
    private static readonly byte[] InProgress = "+WPI"u8.ToArray();
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly Channel<Job> _jobs = Channel.CreateUnbounded<Job>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(context.Link.Closed);
    private Task _running = Task.CompletedTask;
    private int _count;

    /// <summary>What is not told yet.</summary>
    public int Count => Volatile.Read(ref _count);

    public void Start() => _running = Task.Run(Run);

    public void Acknowledge(string reply) => Add(new Job(reply, Acknowledged, null));

    /// <summary>Keeps JetStream from giving the event to another.</summary>
    public void KeepAlive(string reply) => Add(new Job(reply, InProgress, null));

    /// <summary>Stores a dead letter, then acknowledges.</summary>
    public void Bury(string reply, DeadLetter letter) => Add(new Job(reply, Acknowledged, letter));

    /// <summary>Ends when all is told, or the time is over.</summary>
    public async Task Finish(TimeSpan patience)
    {
        _jobs.Writer.TryComplete();
        _stop.CancelAfter(patience);
        await _running;
    }

    public async ValueTask DisposeAsync()
    {
        await Finish(TimeSpan.Zero);
        _stop.Dispose();
    }

    private void Add(Job job)
    {
        Interlocked.Increment(ref _count);
        _jobs.Writer.TryWrite(job);
    }

    private async Task Run()
    {
        await foreach (var job in _jobs.Reader.ReadAllAsync())
        {
            for (var tries = 0; !_stop.IsCancellationRequested && !await Settled(job, tries == 0); tries++)
            {
                await Task.Delay(Pause, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            Interlocked.Decrement(ref _count);
        }
    }

    private async Task<bool> Settled(Job job, bool isFirst)
    {
        try
        {
            if (job.Letter is { } letter)
            {
                var id = string.Create(CultureInfo.InvariantCulture, $"{context.Name}/{letter.Key.Sequence}/{letter.Key.Stored.UtcTicks}");
                if (await context.Link.Publish(context.Link.Names.DeadSubject(context.Queue), letter.Body, id, letter.Headers()))
                {
                    context.Metrics.Died();
                    context.Log.EventDied(context.Name, letter.Key.Sequence, letter.Reason);
                }
            }

            await context.Link.Send(job.Reply, job.Answer, _stop.Token);
            return true;
        }
        catch (Exception exception)
        {
            if (isFirst)
            {
                context.Log.NotSettled(context.Name, exception);
            }

            return false;
        }
    }

    private readonly record struct Job(string Reply, byte[] Answer, DeadLetter? Letter);
}
