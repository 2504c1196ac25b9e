using System.ComponentModel;
using Whisper.LocalCluster;
using Whisper.LocalCluster.Commands;

try
{
    switch (args)
    {
        case ["up", .. var options]:
            await UpCommand.Run(UpOptions.Parse(options));
            return 0;
        case ["down"]:
            await DownCommand.Run(Checkout.PathOf(".cluster"));
            return 0;
        case ["down", var folder]:
            await DownCommand.Run(folder);
            return 0;
        default:
            Console.Error.WriteLine("usage: make cluster | make cluster-down");
            return 2;
    }
}
catch (Exception e) when (e is InvalidOperationException or Win32Exception or IOException)
{
    Console.Error.WriteLine($"error: {e.Message}");
    return 1;
}
