using System.Reflection;
using Whisper.Rooms;
using Whisper.Sessions;

namespace Whisper.Tests.Moderation;

/// <summary>A grain factory whose sessions and rooms write down what is asked of them.</summary>
internal sealed class FakeGrains
{
    public FakeGrains()
    {
        Factory = DispatchProxy.Create<IGrainFactory, Proxy>();
        ((Proxy)(object)Factory).Answer = (method, arguments) => Grain(method.GetGenericArguments().Single(), (Guid)arguments[0]!);
    }

    public IGrainFactory Factory { get; }

    public List<string> Calls { get; } = [];

    public MatchId? ChatOfBanned { get; set; }

    private object Grain(Type type, Guid key)
    {
        if (type == typeof(IUserSession))
        {
            return Fake<IUserSession>(key, Task.FromResult(ChatOfBanned));
        }

        return type == typeof(IChatRoom) ? Fake<IChatRoom>(key, Task.FromResult(true)) : throw new NotSupportedException(type.Name);
    }

    private T Fake<T>(Guid key, object answer)
        where T : class
    {
        var grain = DispatchProxy.Create<T, Proxy>();
        ((Proxy)(object)grain).Answer = (method, _) =>
        {
            Calls.Add($"{method.Name} {key:N}");
            return answer;
        };
        return grain;
    }

    // public and open to derivation, as DispatchProxy wants it
    public class Proxy : DispatchProxy
    {
        public Func<MethodInfo, object?[], object> Answer { get; set; } = null!;

        protected override object Invoke(MethodInfo? targetMethod, object?[]? args) => Answer(targetMethod!, args ?? []);
    }
}
