using Whisper.Grains.Runtime;

namespace Whisper.Simulation.Engine;

/// <summary>A grain timer on the virtual clock.</summary>
internal sealed class VirtualAlarm(VirtualTime time, Action ring) : IAlarm, IDue
{
    private int _setting;

    public void Set(TimeSpan due) => time.Schedule(due, this, ++_setting);

    public void Cancel() => _setting++;

    public void Ring(int setting)
    {
        if (setting == _setting)
        {
            ring();
        }
    }
}
