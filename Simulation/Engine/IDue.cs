namespace Whisper.Simulation.Engine;

/// <summary>Something that can be due on the virtual clock.</summary>
internal interface IDue
{
    /// <summary>Its time has come.</summary>
    /// <param name="setting">As given when it was scheduled: who was set again meanwhile knows by it that this time no longer counts.</param>
    void Ring(int setting);
}
