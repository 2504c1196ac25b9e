using Microsoft.Extensions.Logging;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;

namespace Whisper.Streaming.Nats;

/// <summary>The one connection of a provider, and what it needs to be there on the server.</summary>
internal sealed class NatsLink : IAsyncDisposable, IDisposable
{
    private static readonly TimeSpan OneTry = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly NatsStreamOptions _options;
    private readonly NatsConnection _connection;
    private readonly CancellationTokenSource _closed = new();

    public NatsLink(string provider, NatsStreamOptions options, ILoggerFactory logs)
    {
        _options = options;
        Names = new NatsNames(options);
        _connection = new NatsConnection(new NatsOpts
        {
            Url = options.Url,
            Name = $"{provider}@{Environment.MachineName}",
            AuthOpts = options.User.Length > 0 ? new NatsAuthOpts { Username = options.User, Password = options.Password } : new NatsAuthOpts(),
            LoggerFactory = logs,
            ConnectTimeout = OneTry,
            ReconnectWaitMin = TimeSpan.FromMilliseconds(250),
            ReconnectWaitMax = TimeSpan.FromSeconds(1),
            PingInterval = TimeSpan.FromSeconds(5),
            PublishTimeoutOnDisconnected = true,
            // a server that comes back before its users do must not end the connection for good
            IgnoreAuthErrorAbort = true,
        });
        JetStream = new NatsJSContext(_connection, new NatsJSOpts(_connection.Opts, requestTimeout: Least(OneTry, options.PublishTimeout)));
        _connection.ServerError += (_, error) =>
        {
            IsRefused |= new NatsServerException(error.Error).IsAuthError;
            return ValueTask.CompletedTask;
        };
        _connection.ConnectionOpened += (_, _) =>
        {
            IsRefused = false;
            Opened?.Invoke();
            return ValueTask.CompletedTask;
        };
    }

    /// <summary>The connection was made, or made again.</summary>
    public event Action? Opened;

    /// <summary>The server knows the user no more, or another password.</summary>
    public bool IsRefused { get; private set; }

    public NatsNames Names { get; }

    public NatsJSContext JetStream { get; }

    /// <summary>Set when the provider ends; a process that is killed in a test ends only here.</summary>
    public CancellationToken Closed => _closed.Token;

    /// <summary>Connects and makes the streams.</summary>
    public async Task Prepare(CancellationToken cancellation)
    {
        await _connection.ConnectAsync().AsTask().WaitAsync(cancellation);
        await JetStream.GetAccountInfoAsync(cancellation);
        await MakeStreams(cancellation);
    }

    /// <summary>Connects, and makes the streams when they are gone.</summary>
    public async Task Check(CancellationToken cancellation)
    {
        await _connection.ConnectAsync().AsTask().WaitAsync(cancellation);
        try
        {
            await JetStream.GetStreamAsync(Names.Stream, cancellationToken: cancellation);
        }
        catch (NatsJSApiException exception) when (exception.Error.Code == 404)
        {
            await MakeStreams(cancellation);
        }
    }

    /// <summary>Stores an event. False: it was there already.</summary>
    /// <exception cref="NatsStreamException">It was not confirmed in time, or refused.</exception>
    public async Task<bool> Publish(string subject, byte[] body, string id, IReadOnlyDictionary<string, string>? headers = null)
    {
        using var patience = new CancellationTokenSource(_options.PublishTimeout);
        var problem = "there was no answer";
        try
        {
            while (true)
            {
                var (stored, refusal) = await TryPublish(subject, body, id, headers, patience.Token);
                if (refusal is null)
                {
                    return stored;
                }

                problem = refusal;
                await Task.Delay(Pause, patience.Token);
            }
        }
        catch (NatsPayloadTooLargeException exception)
        {
            throw new NatsStreamException($"NATS at {Address} takes no event of {body.Length} bytes.", exception);
        }
        catch (Exception exception) when (exception is OperationCanceledException or NatsException)
        {
            throw new NatsStreamException($"NATS at {Address} did not store an event within {_options.PublishTimeout.TotalSeconds} s: {problem}.", exception);
        }
    }

    public ValueTask Send(string subject, byte[] body, CancellationToken cancellation) => _connection.PublishAsync(subject, body, cancellationToken: cancellation);

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        await _connection.DisposeAsync();
    }

    // a host that is not disposed asynchronously would refuse the one above
    public void Dispose()
    {
        _closed.Cancel();
        _ = _connection.DisposeAsync().AsTask();
    }

    /// <summary>The servers, without credentials.</summary>
    public string Address => string.Join(", ", _options.Url.Split(',').Select(url => new Uri(url.Trim()).GetComponents(UriComponents.HostAndPort, UriFormat.Unescaped)));

    /// <summary>Makes the streams, or brings them to these settings.</summary>
    public async Task MakeStreams(CancellationToken cancellation)
    {
        var storage = _options.Storage == NatsStorage.Memory ? StreamConfigStorage.Memory : StreamConfigStorage.File;
        await JetStream.CreateOrUpdateStreamAsync(
            new StreamConfig(Names.Stream, [Names.AllSubjects])
            {
                Retention = StreamConfigRetention.Workqueue,
                Storage = storage,
                NumReplicas = _options.Replicas,
                DuplicateWindow = _options.DuplicateWindow,
                // an event that does not fit is its producer's to know, never another's loss
                Discard = StreamConfigDiscard.New,
            },
            cancellation);
        await JetStream.CreateOrUpdateStreamAsync(
            new StreamConfig(Names.DeadStream, [Names.AllDeadSubjects])
            {
                Retention = StreamConfigRetention.Limits,
                Storage = storage,
                NumReplicas = _options.Replicas,
                MaxAge = _options.DeadLetterAge,
                MaxMsgs = _options.DeadLetterCount,
                Discard = StreamConfigDiscard.Old,
            },
            cancellation);
    }

    private async Task<(bool Stored, string? Refusal)> TryPublish(
        string subject, byte[] body, string id, IReadOnlyDictionary<string, string>? headers, CancellationToken cancellation)
    {
        var sent = new NatsHeaders();
        foreach (var (key, value) in headers ?? new Dictionary<string, string>())
        {
            sent[key] = value;
        }

        try
        {
            var result = await JetStream.TryPublishAsync(subject, body, opts: new NatsJSPubOpts { MsgId = id }, headers: sent, cancellationToken: cancellation);
            if (result.Success)
            {
                return (!result.Value.Duplicate, result.Value.Error?.Description);
            }

            if (result.Error is NatsJSPublishNoResponseException && _connection.ConnectionState == NatsConnectionState.Open)
            {
                // nobody keeps this subject: the server came back without the stream
                await MakeStreams(cancellation);
            }

            return (false, result.Error.Message);
        }
        catch (NatsException exception) when (exception is not NatsPayloadTooLargeException)
        {
            return (false, exception.Message);
        }
    }

    private static TimeSpan Least(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
