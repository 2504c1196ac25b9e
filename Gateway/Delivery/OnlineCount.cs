using Whisper.Gateway.Connections;

namespace Whisper.Gateway.Delivery;

/// <summary>How many people are online: those of other gateways as of the last lease renewal, and those here now.</summary>
internal sealed class OnlineCount(ConnectionTable table)
{
    private int _elsewhere;

    /// <summary>People here.</summary>
    public int Here => table.Count;

    /// <summary>What clients are told: two significant digits, and never nobody, for whoever asks is there.</summary>
    public int Rounded => Round(Math.Max(1, Volatile.Read(ref _elsewhere) + Here));

    /// <summary>Takes a renewal's answer.</summary>
    public void Learn(int everywhere, int reported) => Volatile.Write(ref _elsewhere, Math.Max(0, everywhere - reported));

    /// <summary>Two significant digits.</summary>
    public static int Round(int count)
    {
        var unit = 1;
        while (count / unit >= 100)
        {
            unit *= 10;
        }

        return (count + (unit / 2)) / unit * unit;
    }
}
