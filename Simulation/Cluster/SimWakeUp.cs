using Whisper.Grains.Matching;
using Whisper.Simulation.Engine;

namespace Whisper.Simulation.Cluster;

/// <summary>A reminder on the virtual clock; arming and disarming it are writes to its table.</summary>
internal sealed class SimWakeUp(VirtualAlarm alarm, Traffic traffic) : IWakeUp
{
    public void Arm(TimeSpan due)
    {
        traffic.Writes++;
        alarm.Set(due);
    }

    public void Disarm()
    {
        traffic.Writes++;
        alarm.Cancel();
    }
}
