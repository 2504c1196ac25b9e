namespace Whisper.Gateway.Hosting;

/// <summary>The part of <c>Whisper:Sessions</c> that gateways need to know; silos describe and check the whole.</summary>
internal sealed class ResumeOptions
{
    /// <summary>Where the setting is.</summary>
    public const string Section = "Whisper:Sessions";

    /// <summary>How long a resume token is good after its connection was lost. Default 30 s.</summary>
    public TimeSpan Grace { get; set; } = TimeSpan.FromSeconds(30);
}
