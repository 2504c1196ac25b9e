using System.Reflection;

namespace Whisper.Tests.Model;

/// <summary>
/// Reference to a simulated grain: passes each call to the method of the same name of the present activation. Made at run
/// time, because Orleans would take a class written here for a second implementation of the grain.
/// </summary>
public class SimReference : DispatchProxy
{
    private Func<MethodInfo, object?[], object> _call = null!;

    internal static TInterface Create<TInterface, TCore>(Func<SimActivation<TCore>> find)
        where TInterface : class
    {
        var reference = Create<TInterface, SimReference>();
        ((SimReference)(object)reference)._call = new Caller<TCore>(find).Call;
        return reference;
    }

    /// <inheritdoc />
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => _call(targetMethod!, args ?? []);

    private sealed class Caller<TCore>(Func<SimActivation<TCore>> find)
    {
        private static readonly MethodInfo Typed = typeof(Caller<TCore>).GetMethod(nameof(CallTyped), BindingFlags.NonPublic | BindingFlags.Instance)!;

        public object Call(MethodInfo called, object?[] args)
        {
            var method = typeof(TCore).GetMethod(called.Name, [.. called.GetParameters().Select(parameter => parameter.ParameterType)])
                ?? throw new MissingMethodException(typeof(TCore).Name, called.Name);
            var result = called.ReturnType.IsGenericType ? called.ReturnType.GenericTypeArguments[0] : typeof(bool);
            return Typed.MakeGenericMethod(result).Invoke(this, [method, args])!;
        }

        private Task<T> CallTyped<T>(MethodInfo method, object?[] args) => find().Call(async core =>
        {
            var answer = method.Invoke(core, BindingFlags.DoNotWrapExceptions, null, args, null);
            switch (answer)
            {
                case Task<T> task:
                    return await task;
                case Task task:
                    await task;
                    return default!;
                default:
                    return answer is null ? default! : (T)answer;
            }
        });
    }
}
