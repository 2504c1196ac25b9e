using System.Net;
using System.Net.Sockets;
using System.Text;
using Whisper.LocalCluster.Servers;

namespace Whisper.Chaos.Staging;

/// <summary>Asks Redis itself, past the product: who is a member of the cluster.</summary>
internal static class RedisProbe
{
    private const string Members = "whisper/members/whisper";
    private const string WipedMark = "whisper/wiped/whisper";
    private const string Active = "\"Status\":3";

    /// <summary>How many silos the membership table calls active, of those that listen for others on a port.</summary>
    public static async Task<int> ActiveMembers(RedisServer redis, int peersPort)
    {
        var rows = await HashOf(redis, Members);
        return rows.Count(row => row.Value.Contains($":{peersPort}@", StringComparison.Ordinal) && row.Value.Replace(" ", "", StringComparison.Ordinal).Contains(Active, StringComparison.Ordinal));
    }

    /// <summary>What an operator does once every silo and gateway is stopped, after Redis was wiped.</summary>
    public static async Task DeleteWipedMark(RedisServer redis)
    {
        using var client = new TcpClient();
        await using var stream = await Open(client, redis);
        await Send(stream, "DEL", WipedMark);
        Expect(ReadLine(stream), ':');
    }

    /// <summary>All fields of a hash.</summary>
    public static async Task<IReadOnlyList<KeyValuePair<string, string>>> HashOf(RedisServer redis, string key)
    {
        using var client = new TcpClient();
        await using var stream = await Open(client, redis);
        await Send(stream, "HGETALL", key);
        var count = int.Parse(Expect(ReadLine(stream), '*'), System.Globalization.CultureInfo.InvariantCulture);
        var values = new string[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = ReadValue(stream);
        }

        return [.. values.Chunk(2).Select(pair => KeyValuePair.Create(pair[0], pair[1]))];
    }

    private static async Task<BufferedStream> Open(TcpClient client, RedisServer redis)
    {
        await client.ConnectAsync(IPAddress.Loopback, redis.Port);
        var stream = new BufferedStream(client.GetStream());
        await Send(stream, "AUTH", RedisServer.User, redis.Password);
        Expect(ReadLine(stream), '+');
        return stream;
    }

    private static async Task Send(Stream stream, params string[] words)
    {
        var command = $"*{words.Length}\r\n{string.Concat(words.Select(word => $"${Encoding.UTF8.GetByteCount(word)}\r\n{word}\r\n"))}";
        await stream.WriteAsync(Encoding.UTF8.GetBytes(command));
        await stream.FlushAsync();
    }

    private static string ReadValue(Stream stream)
    {
        var bytes = new byte[int.Parse(Expect(ReadLine(stream), '$'), System.Globalization.CultureInfo.InvariantCulture) + 2];
        stream.ReadExactly(bytes);
        return Encoding.UTF8.GetString(bytes, 0, bytes.Length - 2);
    }

    private static string Expect(string line, char kind) =>
        line.StartsWith(kind) ? line[1..] : throw new InvalidOperationException($"Redis says {line}");

    private static string ReadLine(Stream stream)
    {
        var line = new StringBuilder();
        for (var next = stream.ReadByte(); next is not '\r' and not -1; next = stream.ReadByte())
        {
            line.Append((char)next);
        }

        stream.ReadByte();
        return line.ToString();
    }
}
