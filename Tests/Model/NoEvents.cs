using Whisper.Grains.Events;

namespace Whisper.Tests.Model;

/// <summary>Counts nothing.</summary>
internal sealed class NoEvents : IPlatformEvents
{
    public void Publish(PlatformEvent happened)
    {
        // the model looks at people, not at figures
    }
}
