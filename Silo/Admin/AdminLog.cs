namespace Whisper.Silo.Admin;

/// <summary>Events 4000 to 4099. Never an address or a key.</summary>
internal static partial class AdminLog
{
    [LoggerMessage(4000, LogLevel.Warning, "Refused {Method} {Endpoint}: neither from this machine nor with the admin key")]
    public static partial void Refused(ILogger log, string method, string? endpoint);

    [LoggerMessage(4001, LogLevel.Error, "An operator's request failed")]
    public static partial void Failed(ILogger log, Exception error);
}
