using Whisper.Grains.Matching;
using Whisper.Matching;
using Whisper.Tests.Matching;
using Xunit;

namespace Whisper.Tests.Redis;

/// <summary>What a bucket may expect of its queue, wherever it is kept.</summary>
public abstract class BucketQueueStoreContract
{
    private protected abstract IBucketQueueStore Store { get; }

    [Fact]
    public async Task Load_GivesBackWhatWasAdded()
    {
        var (bucket, other) = (NewBucket(), NewBucket());
        var first = Samples.Of("chess go").Excluding(Samples.Of("go films"), 40);
        var second = Samples.Of("anime books films", 3.25);
        await Task.WhenAll(Store.Add(bucket, first), Store.Add(bucket, second), Store.Add(other, first));

        var loaded = (await Store.Load(bucket)).OrderBy(ticket => ticket.Since).ToArray();
        Assert.Equal([first.Id, second.Id], loaded.Select(ticket => ticket.Id));
        Assert.Equal([first.Interests, second.Interests], loaded.Select(ticket => ticket.Interests));
        Assert.Equal([first.Since, second.Since], loaded.Select(ticket => ticket.Since));
        Assert.Equal([first.Session, second.Session], loaded.Select(ticket => ticket.Session));
        Assert.Equal(first.Exclusions, loaded[0].Exclusions);
        Assert.Single(await Store.Load(other));
    }

    [Fact]
    public async Task Writes_MayBeRepeated()
    {
        var bucket = NewBucket();
        var ticket = Samples.Of("chess go");
        await Store.Add(bucket, ticket);
        await Store.Add(bucket, ticket);
        Assert.Single(await Store.Load(bucket));
        await Store.Remove(bucket, ticket.Id);
        await Store.Remove(bucket, ticket.Id);
        Assert.Empty(await Store.Load(bucket));
    }

    [Fact]
    public async Task Load_UnknownBucket_IsEmpty() => Assert.Empty(await Store.Load(NewBucket()));

    [Fact]
    public async Task ManyWritesAtOnce_AreAllKept()
    {
        var bucket = NewBucket();
        var tickets = Enumerable.Range(0, 2_000).Select(second => Samples.Of("chess go", second)).ToArray();
        await Task.WhenAll(tickets.Select(ticket => Store.Add(bucket, ticket)));
        await Task.WhenAll(tickets.Take(1_000).Select(ticket => Store.Remove(bucket, ticket.Id)));
        Assert.Equal(tickets.Skip(1_000).Select(ticket => ticket.Id).ToHashSet(), (await Store.Load(bucket)).Select(ticket => ticket.Id).ToHashSet());
    }

    private protected static BucketId NewBucket() => BucketId.Of($"{Guid.NewGuid():N}");
}

/// <summary>The contract in the memory of a lone process.</summary>
public sealed class MemoryBucketQueueStoreTests : BucketQueueStoreContract
{
    private protected override IBucketQueueStore Store { get; } = new MemoryBucketQueueStore();
}
