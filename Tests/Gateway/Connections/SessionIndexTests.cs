using CsCheck;
using Whisper.Gateway.Connections;
using Whisper.Sessions;
using Xunit;

namespace Whisper.Tests.Gateway.Connections;

public sealed class SessionIndexTests
{
    [Fact]
    public void AnyTurnsOfSettingAndRemoving_FindWhatADictionaryFinds()
    {
        var sessions = Enumerable.Range(0, 600).Select(i => new SessionId(new Guid(i % 7, 0, 0, 0, 0, 0, 0, 0, 0, (byte)(i >> 8), (byte)i))).ToArray();
        Gen.Select(Gen.Int[0, sessions.Length - 1], Gen.Bool).Array[1, 2_000].Sample(steps =>
        {
            var (index, model) = (new SessionIndex(), new Dictionary<SessionId, Connection>());
            foreach (var (number, adds) in steps)
            {
                var session = sessions[number];
                if (adds)
                {
                    index.Set(model[session] = new Connection(null!, default, 0) { Session = session });
                }
                else
                {
                    Assert.Equal(model.Remove(session, out var connection), index.Remove(connection ?? new Connection(null!, default, 0) { Session = session }));
                }
            }

            Assert.All(sessions, session => Assert.Same(model.GetValueOrDefault(session), index.Find(session)));
        }, iter: 50);
    }

    [Fact]
    public void Remove_OfAConnectionThatWasReplaced_LeavesTheOther()
    {
        var index = new SessionIndex();
        var (first, second) = (new Connection(null!, default, 0) { Session = SessionId.New() }, new Connection(null!, default, 0));
        second.Session = first.Session;
        index.Set(first);
        index.Set(second);
        Assert.False(index.Remove(first));
        Assert.Same(second, index.Find(first.Session));
    }
}
