namespace Whisper.Gateway.Hosting;

/// <summary>Whether the gateway is leaving: it takes no new connections and is not ready.</summary>
internal sealed class Draining
{
    private volatile bool _started;

    /// <summary>Whether it is.</summary>
    public bool Started => _started;

    /// <summary>From now on it is.</summary>
    public void Start() => _started = true;
}
