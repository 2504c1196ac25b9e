namespace Whisper.Grains.Runtime;

/// <summary>Names under which the host registers storage.</summary>
public static class StorageNames
{
    /// <summary>Grain storage for sessions and rooms.</summary>
    public const string State = "whisper";
}
