namespace Whisper.Rooms;

/// <summary>Why a chat ended, as the one who is told sees it.</summary>
[GenerateSerializer, Alias("whisper.chat-end-reason")]
public enum ChatEndReason
{
    /// <summary>The person left or blocked.</summary>
    YouLeft = 0,

    /// <summary>The partner left or blocked.</summary>
    PartnerLeft = 1,

    /// <summary>The partner's connection did not come back in time.</summary>
    PartnerLost = 2,

    /// <summary>An operator ended it.</summary>
    Moderated = 3,
}
