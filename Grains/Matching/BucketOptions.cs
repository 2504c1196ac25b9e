namespace Whisper.Grains.Matching;

/// <summary>Not a setting: lets a test show that reminders alone carry a search through its tiers.</summary>
internal sealed class BucketOptions
{
    /// <summary>Whether a grain timer gives the precision between reminders.</summary>
    public bool UseTimer { get; set; } = true;
}
