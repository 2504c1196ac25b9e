using System.Text.RegularExpressions;

namespace Whisper.Streaming.Nats;

/// <summary>Lists everything that is wrong with <see cref="NatsStreamOptions"/>; never repeats the password.</summary>
internal sealed partial class NatsStreamOptionsValidator(string provider, NatsStreamOptions options) : IConfigurationValidator
{
    private readonly List<string> _problems = [];

    public void ValidateConfiguration()
    {
        var problems = Problems();
        if (problems.Count > 0)
        {
            throw new OrleansConfigurationException($"Stream provider {provider}: {string.Join(' ', problems)}");
        }
    }

    public IReadOnlyList<string> Problems()
    {
        var urls = options.Url.Split(',');
        Require(
            urls.All(url => Uri.TryCreate(url.Trim(), UriKind.Absolute, out var uri) && uri.Scheme is "nats" or "tls"),
            nameof(options.Url),
            "must be an address such as nats://10.0.0.5:4222, or several with commas between them");
        Require(options.Password.Length == 0 || options.User.Length > 0, nameof(options.User), "is empty, but there is a password");
        Require(Name().IsMatch(options.Stream), nameof(options.Stream), $"is \"{options.Stream}\"; it must be letters, digits, - and _");
        Require(
            options.SubjectPrefix.Length == 0 || Subject().IsMatch(options.SubjectPrefix),
            nameof(options.SubjectPrefix),
            $"is \"{options.SubjectPrefix}\"; it must be letters, digits, -, _ and dots between them");
        Range(nameof(options.Queues), options.Queues, 1, 256);
        Require(Enum.IsDefined(options.Storage), nameof(options.Storage), "must be File or Memory");
        Range(nameof(options.Replicas), options.Replicas, 1, 5);
        Range(nameof(options.AckWait), options.AckWait, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        Range(nameof(options.MaxDeliver), options.MaxDeliver, 1, 10_000);
        Range(nameof(options.RedeliverDelay), options.RedeliverDelay, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1));
        Range(nameof(options.MaxRedeliverDelay), options.MaxRedeliverDelay, TimeSpan.FromMilliseconds(10), TimeSpan.FromHours(1));
        Range(nameof(options.DuplicateWindow), options.DuplicateWindow, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        Range(nameof(options.MaxBatch), options.MaxBatch, 1, 4096);
        Range(nameof(options.MaxHeld), options.MaxHeld, 16, 1_000_000);
        Range(nameof(options.WatchdogPeriod), options.WatchdogPeriod, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(10));
        Range(nameof(options.PollPeriod), options.PollPeriod, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(10));
        Range(nameof(options.PublishTimeout), options.PublishTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1));
        Range(nameof(options.StartTimeout), options.StartTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        Range(nameof(options.DeadLetterAge), options.DeadLetterAge, TimeSpan.FromMinutes(1), TimeSpan.FromDays(365));
        Range(nameof(options.DeadLetterCount), options.DeadLetterCount, 1, 100_000_000);
        return _problems;
    }

    private void Require(bool holds, string key, string problem)
    {
        if (!holds)
        {
            _problems.Add($"{key} {problem}.");
        }
    }

    private void Range<T>(string key, T value, T least, T most)
        where T : IComparable<T> =>
        Require(value.CompareTo(least) >= 0 && value.CompareTo(most) <= 0, key, $"is {value}; it must be {least} to {most}");

    [GeneratedRegex("^[A-Za-z0-9_-]+$")]
    private static partial Regex Name();

    [GeneratedRegex(@"^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$")]
    private static partial Regex Subject();
}
