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
    public void NotStored_Travels()
    {
        using var services = new ServiceCollection().AddSerializer(serializer => serializer.AddAssembly(typeof(NotStoredException).Assembly)).BuildServiceProvider();
        var serializer = services.GetRequiredService<Serializer>();

        var back = serializer.Deserialize<Exception>(serializer.SerializeToArray<Exception>(new NotStoredException("why")));

        Assert.Equal("why", Assert.IsType<NotStoredException>(back).Message);
    }

    [Fact]
    public void StoreFailed_Travels()
    {
        using var services = new ServiceCollection().AddSerializer(serializer => serializer.AddAssembly(typeof(StoreFailedException).Assembly)).BuildServiceProvider();
        var serializer = services.GetRequiredService<Serializer>();

        var back = serializer.Deserialize<Exception>(serializer.SerializeToArray<Exception>(new StoreFailedException("why")));

        Assert.Equal("why", Assert.IsType<StoreFailedException>(back).Message);
    }
}
