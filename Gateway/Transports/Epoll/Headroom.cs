namespace Whisper.Gateway.Transports.Epoll;

/// <summary>
/// The descriptors that no caller gets. A process that has none left cannot load a library it needs for the first time, write a file, or connect to Redis or a silo again,
/// and then harms those who are connected.
/// </summary>
internal static class Headroom
{
    /// <summary>How many are kept: what has to be opened anew at once is a connection to each silo, two to Redis, a log, and libraries that are loaded late.</summary>
    public const int Kept = 64;

    /// <summary>Whether this descriptor is one of the last: the kernel always gives the lowest number that is free.</summary>
    public static unsafe bool Reaches(int descriptor)
    {
        // asked each time: an operator may change it while we run
        var limits = stackalloc ulong[2];
        return Libc.GetLimit(Libc.OpenFiles, limits) >= 0 && (ulong)descriptor + Kept >= limits[0];
    }
}
