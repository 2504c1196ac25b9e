using Whisper.LoadTest.People;
using Xunit;

namespace Whisper.Tests.LoadTest.People;

public sealed class ChatTests
{
    private readonly Chat _chat = new();

    public ChatTests() => _chat.Begin(1);

    [Fact]
    public void Messages_BeyondTheWindow_WaitForDelivery()
    {
        Push(100);
        Assert.Equal(Chat.Window, Send());
        _chat.Deliver(10);
        Assert.Equal(10, Send());
        Assert.Equal(Chat.Window + 10, _chat.Sent);
    }

    [Fact]
    public void IntendedTimes_AreKeptUntilDelivered()
    {
        Push(1_000);
        Assert.All(Enumerable.Range(1, 1_000), number => Assert.Equal(number * 7, _chat.Intended(number)));
    }

    [Fact]
    public void Rewind_SendsAgainWhatIsNotDelivered()
    {
        Push(10);
        Send();
        _chat.Deliver(4);
        _chat.Rewind(1);
        Assert.Equal(5, _chat.Cursor);
        Assert.False(_chat.Advance());
        Assert.Equal(10, _chat.Sent);
    }

    [Fact]
    public void Delivery_OfWhatWasNeverSent_CountsOnlyWhatWas()
    {
        Push(10);
        Send();
        Assert.Equal(10, _chat.Deliver(99));
        Assert.Equal(0, _chat.Deliver(3));
    }

    [Fact]
    public void Message_TooManyForAServerThatDeliversNothing_IsRefused()
    {
        Push(4_096);
        Assert.False(_chat.Push(1));
    }

    private void Push(int count)
    {
        for (var i = 1; i <= count; i++)
        {
            Assert.True(_chat.Push(i * 7));
        }
    }

    private int Send()
    {
        var sent = 0;
        while (_chat.MaySend)
        {
            _chat.Advance();
            sent++;
        }

        return sent;
    }
}
