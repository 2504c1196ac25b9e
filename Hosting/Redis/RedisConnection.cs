using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Whisper.Hosting.Redis;

/// <summary>
/// The one connection of a process to Redis, made when first asked for and shared by all who store there. It comes back by
/// itself; calls fail soon while it is away.
/// </summary>
public sealed class RedisConnection : IAsyncDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    // shorter than any grain call, so that a caller learns the reason and not only that time ran out
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    private readonly string _cli;
    private readonly Lazy<Task<IConnectionMultiplexer>> _multiplexer;

    /// <summary>Connects to nothing yet.</summary>
    public RedisConnection(IOptions<RedisOptions> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Settings = SettingsOf(options.Value);
        Where = $"Redis at {options.Value.Host}:{options.Value.Port}";
        _cli = $"redis-cli -h {options.Value.Host} -p {options.Value.Port} --user {options.Value.User} --askpass";
        _multiplexer = new(async () => await ConnectionMultiplexer.ConnectAsync(Settings));
    }

    /// <summary>How it connects.</summary>
    public ConfigurationOptions Settings { get; }

    /// <summary>Names the server in sentences.</summary>
    public string Where { get; }

    /// <summary>What an operator types to have a key deleted.</summary>
    public string CommandToDelete(string key) => $"{_cli} DEL {key}";

    /// <summary>The connection, also while the server is away.</summary>
    public Task<IConnectionMultiplexer> Get() => _multiplexer.Value;

    /// <summary>The one database there is.</summary>
    public async Task<IDatabase> Database() => (await Get()).GetDatabase();

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_multiplexer.IsValueCreated)
        {
            await (await _multiplexer.Value).DisposeAsync();
        }
    }

    /// <summary>The client's own settings for a server.</summary>
    public static ConfigurationOptions SettingsOf(RedisOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new ConfigurationOptions
        {
            EndPoints = { { options.Host, options.Port } },
            User = options.User,
            Password = options.Password.Length > 0 ? options.Password : null,
            ClientName = "whisper",
            AbortOnConnectFail = false,
            ConnectTimeout = (int)ConnectTimeout.TotalMilliseconds,
            AsyncTimeout = (int)CallTimeout.TotalMilliseconds,
            SyncTimeout = (int)CallTimeout.TotalMilliseconds,
            ReconnectRetryPolicy = new ExponentialRetry((int)FirstPause.TotalMilliseconds, (int)LongestPause.TotalMilliseconds),
            // a call made while the server is away fails at once: its caller knows better than a queue when to try again
            BacklogPolicy = BacklogPolicy.FailFast,
            HeartbeatInterval = TimeSpan.FromSeconds(1),
            // threads of its own cost a silo a twelfth of its processor in hand-overs (docs/decisions/0016)
            SocketManager = SocketManager.ThreadPool,
            IncludeDetailInExceptions = false,
        };
    }
}
