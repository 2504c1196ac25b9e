using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using Whisper.Grains.Events;
using Whisper.Runtime;
using Xunit;

namespace Whisper.Tests.Contract;

/// <summary>What grains answer with when a store is away reaches whoever asked, on another silo or a gateway.</summary>
public sealed class ExceptionTests
{
    [Fact]
    public void NotStored_Travels() => Assert.Equal("why", Assert.IsType<NotStoredException>(Travelled(new NotStoredException("why"))).Message);

    [Fact]
    public void StoreFailed_Travels() => Assert.Equal("why", Assert.IsType<StoreFailedException>(Travelled(new StoreFailedException("why"))).Message);

    private static Exception Travelled(Exception sent)
    {
        using var services = new ServiceCollection().AddSerializer(serializer => serializer.AddAssembly(sent.GetType().Assembly)).BuildServiceProvider();
        var serializer = services.GetRequiredService<Serializer>();
        return serializer.Deserialize<Exception>(serializer.SerializeToArray(sent))!;
    }
}
