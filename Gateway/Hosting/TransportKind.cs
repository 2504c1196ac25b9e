namespace Whisper.Gateway.Hosting;

/// <summary>What carries WebSockets.</summary>
public enum TransportKind
{
    /// <summary>The leanest that the system and the port allow.</summary>
    Auto,

    /// <summary>System calls of Linux, on ports without TLS.</summary>
    Epoll,

    /// <summary>ASP.NET Core's own, on any system, with or without TLS.</summary>
    AspNetCore,
}
