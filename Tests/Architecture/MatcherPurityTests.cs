using System.Reflection;
using Whisper.Grains.Matching;
using Xunit;

namespace Whisper.Tests.Architecture;

/// <summary>The matcher is plain C#: it runs, and can be measured and tested, without a silo.</summary>
public sealed class MatcherPurityTests
{
    private const BindingFlags Everything = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    [Fact]
    public void Matcher_AndAllItHolds_KnowNoOrleansTypes()
    {
        var seen = new HashSet<Type>();
        var todo = new Queue<Type>([typeof(Matcher)]);
        while (todo.TryDequeue(out var type))
        {
            if (!seen.Add(type) || type.Assembly != typeof(Matcher).Assembly)
            {
                continue;
            }

            foreach (var next in Uses(type).SelectMany(Parts))
            {
                Assert.False(IsOrleans(next), $"{type} uses {next}");
                todo.Enqueue(next);
            }
        }

        Assert.True(seen.Count > 5, "the walk has not reached the matcher's parts");
    }

    private static IEnumerable<Type> Uses(Type type) =>
        [
            .. type.GetInterfaces(),
            .. type.BaseType is { } parent ? [parent] : Type.EmptyTypes,
            .. type.GetFields(Everything).Select(field => field.FieldType),
            .. type.GetMethods(Everything).Cast<MethodBase>().Concat(type.GetConstructors(Everything)).SelectMany(Signature),
        ];

    private static IEnumerable<Type> Signature(MethodBase method) =>
        [
            .. method.GetParameters().Select(parameter => parameter.ParameterType),
            .. method is MethodInfo { ReturnType: var result } ? [result] : Type.EmptyTypes,
            .. method.GetMethodBody()?.LocalVariables.Select(local => local.LocalType) ?? [],
        ];

    private static IEnumerable<Type> Parts(Type type) =>
        type.HasElementType ? Parts(type.GetElementType()!) : type.IsGenericType ? [type, .. type.GetGenericArguments().SelectMany(Parts)] : [type];

    // values of the contract carry serialiser attributes, but are no Orleans types themselves
    private static bool IsOrleans(Type type) => type.Namespace?.StartsWith("Orleans", StringComparison.Ordinal) == true || type.IsAssignableTo(typeof(IAddressable));
}
