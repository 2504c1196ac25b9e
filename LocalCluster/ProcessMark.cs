using System.Globalization;
using System.Runtime.InteropServices;

namespace Whisper.LocalCluster;

/// <summary>A process, told from a later one that was given the same id.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Started">When it began, in clock ticks since the machine did; 0: it was gone before that could be read.</param>
public readonly partial record struct ProcessMark(int Id, long Started)
{
    // of /proc/N/stat, counted from behind the program's name, which may hold spaces
    private const int StateField = 0;
    private const int StartedField = 19;
    private const int ResidentField = 21;

    /// <summary>Whether it still runs.</summary>
    public bool IsAlive => Started != 0 && Stat(Id) is { } stat && stat[StateField] != "Z" && StartOf(stat) == Started;

    /// <summary>Memory it holds, in bytes; 0 when it is gone.</summary>
    public long Resident => IsAlive && Stat(Id) is { } stat ? long.Parse(stat[ResidentField], CultureInfo.InvariantCulture) * Environment.SystemPageSize : 0;

    /// <summary>The process that has an id now.</summary>
    public static ProcessMark Of(int id) => new(id, Stat(id) is { } stat ? StartOf(stat) : 0);

    /// <summary>The processes that it has started itself; none where the kernel does not tell.</summary>
    public IReadOnlyList<ProcessMark> Children()
    {
        try
        {
            var ids = File.ReadAllText($"/proc/{Id}/task/{Id}/children");
            return [.. ids.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(id => Of(int.Parse(id, CultureInfo.InvariantCulture)))];
        }
        catch (IOException)
        {
            return [];
        }
    }

    /// <summary>Whether it has a handler for a signal; who starts may ignore it till then.</summary>
    public bool Catches(Signal signal)
    {
        try
        {
            const string Caught = "SigCgt:";
            var mask = File.ReadLines($"/proc/{Id}/status").First(line => line.StartsWith(Caught, StringComparison.Ordinal))[Caught.Length..];
            return IsAlive && (ulong.Parse(mask, NumberStyles.HexNumber | NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture) & (1UL << ((int)signal - 1))) != 0;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Sends a signal; nothing happens when the process is gone.</summary>
    public void Send(Signal signal)
    {
        if (IsAlive)
        {
            _ = SendSignal(Id, (int)signal);
        }
    }

    private static long StartOf(string[] stat) => long.Parse(stat[StartedField], CultureInfo.InvariantCulture);

    private static string[]? Stat(int id)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{id}/stat");
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int process, int signal);
}
