using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Whisper.LoadTest.Starting;

/// <summary>The standalone product as a child process at a free port, with a data folder of its own.</summary>
internal sealed class StandaloneProduct : Product
{
    private readonly Process _process;
    private readonly string _folder;
    private readonly string _url;

    private StandaloneProduct(Process process, string folder, string url) => (_process, _folder, _url) = (process, folder, url);

    /// <inheritdoc />
    public override string[] Gateways => [_url];

    /// <inheritdoc />
    public override string[] Pids => [$"standalone={_process.Id}"];

    /// <summary>Starts one.</summary>
    public static async Task<StandaloneProduct> Launch(CancellationToken cancellation)
    {
        var program = Built("Standalone");
        var folder = Directory.CreateTempSubdirectory("whisper-load-").FullName;
        var url = $"http://127.0.0.1:{FreePort()}";
        var start = new ProcessStartInfo("dotnet", [program]) { RedirectStandardOutput = true, RedirectStandardInput = true };
        Configure(start.Environment);
        start.Environment["Whisper__DataDirectory"] = folder;
        start.Environment["ASPNETCORE_URLS"] = url;
        var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet does not start.");
        var product = new StandaloneProduct(process, folder, url);
        try
        {
            process.OutputDataReceived += (_, _) => { };
            process.BeginOutputReadLine();
            await Ready(url, () => process.HasExited, cancellation);
            return product;
        }
        catch
        {
            await product.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc />
    public override async ValueTask DisposeAsync()
    {
        // its people are gone: there is nobody to drain for
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
