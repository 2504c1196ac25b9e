namespace Whisper.Tests.Model;

/// <summary>What the network and the stores of a simulation do to calls.</summary>
internal sealed class SimFaults(SimScheduler scheduler, double lossRate)
{
    private const int MaxDelayMs = 20;
    private const int SlowDelayMs = 700;

    /// <summary>Set to false to let a run come to rest.</summary>
    public bool Active { get; set; } = lossRate > 0;

    /// <summary>Takes some time: mostly little, rarely long, often none but another turn.</summary>
    public async Task Hop()
    {
        var roll = scheduler.Random.Next(100);
        if (roll < 50)
        {
            await Task.Yield();
        }
        else
        {
            var most = roll == 99 && Active ? SlowDelayMs : MaxDelayMs;
            await Task.Delay(TimeSpan.FromMilliseconds(scheduler.Random.Next(1, most)), scheduler.Clock);
        }
    }

    public void MayLoseRequest() => MayLose("request");

    public void MayLoseReply() => MayLose("reply");

    private void MayLose(string what)
    {
        if (Active && scheduler.Random.NextDouble() < lossRate)
        {
            throw new TimeoutException($"The {what} was lost.");
        }
    }
}
