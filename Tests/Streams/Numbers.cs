using System.Collections.Concurrent;
using Orleans.Serialization;
using Orleans.Streams;
using Orleans.Streams.Core;

namespace Whisper.Tests.Streams;

[GenerateSerializer, Alias("test.number")]
public sealed record Number([property: Id(0)] int Value, [property: Id(1)] string? Id = null);

/// <summary>Can be written, and never read.</summary>
[GenerateSerializer, Alias("test.unreadable"), SerializationCallbacks(typeof(OnDeserializedCallbacks))]
public sealed class Unreadable : IOnDeserialized
{
    [Id(0)]
    public int Value { get; set; }

    void IOnDeserialized.OnDeserialized(DeserializationContext context) => throw new InvalidDataException($"{Value} cannot be read.");
}

/// <summary>What all consumers of a cluster saw, and how they behave.</summary>
public sealed class Inbox
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<int>> _seen = new();
    private int _count;

    /// <summary>Runs before an event counts as seen.</summary>
    public Func<string, int, Task> Handle { get; set; } = (_, _) => Task.CompletedTask;

    public int Count => Volatile.Read(ref _count);

    public int[] Of(string stream) => [.. _seen.GetValueOrDefault(stream) ?? []];

    public void Add(string stream, int value)
    {
        _seen.GetOrAdd(stream, _ => new()).Enqueue(value);
        Interlocked.Increment(ref _count);
    }
}

public interface INumbersGrain : IGrainWithStringKey;

[ImplicitStreamSubscription(Namespace)]
public sealed class NumbersGrain(Inbox inbox) : Grain, INumbersGrain, IStreamSubscriptionObserver
{
    public const string Namespace = "numbers";

    public Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) => handleFactory.Create<Number>().ResumeAsync(OnNext);

    private async Task OnNext(Number number, StreamSequenceToken? token)
    {
        await inbox.Handle(this.GetPrimaryKeyString(), number.Value);
        inbox.Add(this.GetPrimaryKeyString(), (RequestContext.Get("shift") as int? ?? 0) + number.Value);
    }
}
