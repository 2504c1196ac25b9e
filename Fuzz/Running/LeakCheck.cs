using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Whisper.Gateway.Connections;
using Whisper.Gateway.Sessions;
using Whisper.Gateway.Transports.Epoll;

namespace Whisper.Fuzz.Running;

/// <summary>What a gateway holds for clients: connections, slots, buffers, descriptors.</summary>
internal sealed class LeakCheck(IServiceProvider services)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);

    // the runtime opens one now and then, and the web server keeps some sockets to itself
    private const int SpareDescriptors = 16;

    private readonly ConnectionTable _table = services.GetRequiredService<ConnectionTable>();
    private readonly SessionDirectory _directory = services.GetRequiredService<SessionDirectory>();
    private readonly EpollTransport? _epoll = services.GetService<EpollTransport>();
    private int? _descriptors;

    /// <summary>From now on there may not be more descriptors than there are. For a process in which nothing else goes on.</summary>
    public void Begin() => _descriptors = Descriptors();

    public override string ToString() =>
        $"{_table.Count} connections, {_epoll?.Slots.Count ?? 0} slots, {_epoll?.Pool.Out ?? 0} buffers, {Descriptors()} descriptors, {GC.GetTotalMemory(forceFullCollection: false) >> 20} MB";

    /// <summary>Waits until nobody is left; null when that comes true, else what is left.</summary>
    public async Task<string?> Explain()
    {
        var began = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(Look);
        while (!IsClean())
        {
            if (Stopwatch.GetElapsedTime(began) > Patience)
            {
                return $"Left over: {this}; there were {_descriptors?.ToString(provider: null) ?? "any number of"} descriptors at the start.";
            }

            await timer.WaitForNextTickAsync();
        }

        return null;
    }

    private static int Descriptors() => OperatingSystem.IsLinux() ? Directory.GetFiles("/proc/self/fd").Length : 0;

    private bool IsClean() =>
        _table.Count == 0 && _directory.LostCount == 0 && (_epoll is null || (_epoll.Slots.Count == 0 && _epoll.Pool.Out == 0)) && !(Descriptors() > _descriptors + SpareDescriptors);
}
