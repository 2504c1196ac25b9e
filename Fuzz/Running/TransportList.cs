using Whisper.Fuzz.Playing;

namespace Whisper.Fuzz.Running;

/// <summary>The transports, as <c>Whisper:Gateway:Transport</c> names them, and what each may do differently.</summary>
internal static class TransportList
{
    public const string Epoll = "Epoll";
    public const string AspNetCore = "AspNetCore";

    /// <summary>Those that this system has.</summary>
    public static IReadOnlyList<string> All { get; } = OperatingSystem.IsLinux() ? [Epoll, AspNetCore] : [AspNetCore];

    public static Tolerance Of(string transport) => transport == AspNetCore ? Tolerance.AspNetCore : Tolerance.None;
}
