using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Whisper.Tests.Support;

/// <summary>One line that was logged, its exception included.</summary>
public sealed record LogLine(string Category, LogLevel Level, EventId Event, string Message);

/// <summary>Keeps every line at every level.</summary>
public class CapturedLog : ILogger
{
    private readonly ConcurrentQueue<LogLine> _lines;
    private readonly string _category;

    public CapturedLog()
        : this("", [])
    {
    }

    private CapturedLog(string category, ConcurrentQueue<LogLine> lines)
    {
        _category = category;
        _lines = lines;
    }

    public IReadOnlyCollection<LogLine> Lines => _lines;

    /// <summary>The same lines, written under a category.</summary>
    public ILogger Named(string category) => new CapturedLog(category, _lines);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
    {
        // what a scope holds is written by real loggers beside each line
        _lines.Enqueue(new LogLine(_category, LogLevel.None, default, Flat(state)));
        return null;
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue(new LogLine(_category, logLevel, eventId, $"{formatter(state, exception)} {Flat(state)} {exception}"));

    private static string Flat<TState>(TState state) =>
        state is IEnumerable<KeyValuePair<string, object?>> fields ? string.Join(' ', fields.Select(field => $"{field.Key}={field.Value}")) : $"{state}";
}

/// <summary>The same as a typed logger.</summary>
public sealed class CapturedLog<T> : CapturedLog, ILogger<T>;

/// <summary>Takes the lines of a whole host.</summary>
public sealed class CapturedLogProvider(CapturedLog log) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => log.Named(categoryName);

    public void Dispose()
    {
        // the lines outlive the host
    }
}
