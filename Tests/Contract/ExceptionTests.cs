using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using Whisper.Grains.Events;
using Xunit;

namespace Whisper.Tests.Contract;

/// <summary>What a keeper answers with when its store is away reaches a stream's agent on another silo.</summary>
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
}
